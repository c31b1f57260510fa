"""``python -m codereview``: the same as the command."""

import os
import sys

# ``-m`` puts the current folder first on the import path, often the audited one, of which nothing may run.
if sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from codereview.cli import command

if __name__ == "__main__":
    command()
