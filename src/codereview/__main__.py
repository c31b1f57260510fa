"""``python -m codereview``: the same as the command."""

from codereview.cli import app

if __name__ == "__main__":
    app()
