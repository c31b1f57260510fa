"""Examples of DOC004."""

from __future__ import annotations

from codereview.api import Bad, Good

_SHOP = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\nlicense = "MIT"\n\n'
    '[project.scripts]\nshopctl = "shop.cli:main"\n',
    "src/shop/__init__.py": "",
    "src/shop/api.py": "from shop.models import Order\n\n\ndef place(order: Order) -> None:\n    print(order)\n",
    "src/shop/models.py": "class Order:\n    pass\n",
    "src/shop/cli.py": (
        "import argparse\n\nfrom shop.api import place\n\n\ndef main() -> None:\n    parser = "
        "argparse.ArgumentParser()\n"
        '    parser.add_argument("--dry-run", action="store_true")\n    parser.add_argument("--limit", type=int)\n'
        "    parser.parse_args()\n    place\n"
    ),
}
_MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software\n"
_MAKE = "install:\n\tpip install .\n\ntest: install\n\tpytest\n"


def _readme(*lines: str) -> dict[str, str]:
    return {**_SHOP, "README.md": "# Shop\n\n" + "\n".join(lines) + "\n"}


def _block(language: str, *lines: str) -> dict[str, str]:
    return _readme(f"```{language}", *lines, "```")


_TREE = (
    "```",
    "shop/",
    "├── pyproject.toml",
    "└── src/",
    "    └── shop/",
    "        ├── api.py",
    "        ├── cli.py     # the command line",
    "        ├── models.py",
)

BAD = (
    Bad(_readme("See [the guide](docs/guide.md)."), lines=("README.md:3",)),
    Bad(_block("sh", "make install", "make coverage") | {"Makefile": _MAKE}, lines=("README.md:5",)),
    Bad(_block("sh", "shopctl --limit 10 --format json"), lines=("README.md:4",)),
    Bad(_block("console", "$ shop --limit 10", "12 orders"), lines=("README.md:4",)),
    Bad(
        _block("python", "from shop.models import Order", "from shop.api import refund"),
        lines=("README.md:5",),
    ),
    Bad(
        _block("python", "from shop.api import place", "", "place(order)", "total = = 1"),
        lines=("README.md:7",),
    ),
    Bad(_block("sh", "python -m shop --limit 10"), lines=("README.md:4",)),
    Bad(
        _readme("The orders are in `src/shop/orders.py`, the rest in `src/shop/api.py`."),
        lines=("README.md:3",),
    ),
    Bad(_readme(*_TREE, "        └── refunds.py", "```"), lines=("README.md:11",)),
    Bad(_readme("Python 3.8 or newer is needed."), lines=("README.md:3",)),
    Bad(
        _readme("## License", "", "Shop is released under the Apache License.") | {"LICENSE": _MIT},
        lines=("README.md:5",),
    ),
    Bad(
        _readme("Then open http://localhost:9123/ in a browser.")
        | {"Dockerfile": 'FROM python:3.12\nEXPOSE 8200\nCMD ["shopctl", "--limit", "3"]\n'},
        lines=("README.md:3",),
    ),
    Bad(
        {
            **_SHOP,
            "README.rst": "Shop\n====\n\n.. code-block:: python\n\n    from shop.payments import pay\n",
        },
        lines=("README.rst:6",),
    ),
)

GOOD = (
    Good(_readme("See [the guide](docs/guide.md).") | {"docs/guide.md": "# Guide\n"}),
    Good(
        {**_SHOP, "CHANGELOG.md": "# 1.0\n\n- `src/shop/orders.py` is gone, see [the guide](docs/guide.md)\n"}
    ),
    Good({**_SHOP, "docs/archive/start.md": "# Start\n\n```sh\npython -m shop\n```\n"}),
    Good(_block("sh", "make install", "make test DEBUG=1") | {"Makefile": _MAKE}),
    Good(_block("sh", "make coverage") | {"Makefile": _MAKE + "\n%:\n\tpython tasks.py $@\n"}),
    Good(
        _block("sh", "shopctl --limit=10 --dry-run --help", "pytest --exitfirst", "uv run shopctl --limit 3")
    ),
    Good(
        _block("sh", "shopctl --workers 4")
        | {
            "src/shop/cli.py": (
                "import argparse\n\n\ndef main() -> None:\n    parser = argparse.ArgumentParser()\n"
                '    parser.add_argument("--limit")\n    known, others = parser.parse_known_args()\n'
            )
        }
    ),
    Good(
        _block(
            "python", ">>> from shop.api import place", ">>> place(...)", "Traceback (most recent call last):"
        )
    ),
    Good(
        _block(
            "python", "from shop.api import place", "", "def handler(order):", "    ...", "place(order, ..."
        )
    ),
    Good(
        _block("python", "from shop.plugins import Plugin")
        | {"src/shop/plugins/__init__.py": "def __getattr__(n): ...\n"}
    ),
    Good(_block("diff", "-from shop.api import refund", "+from shop.api import place")),
    Good(_readme("Create `src/shop/local.py` with your own settings, or copy `src/shop/mine.py`.")),
    Good(_readme(*_TREE, "        └── ...", "```")),
    Good(_readme("Python 3.11+ is needed, and Python 3.8+ was enough for version 1.")),
    Good(_readme("## License", "", "Shop is released under the MIT License.") | {"LICENSE": _MIT}),
    Good(
        _readme("Then open http://localhost:9123/ in a browser.")
        | {"compose.yml": "services:\n  shop:\n    build: .\n    ports:\n      - '9123:80'\n"}
    ),
    Good(
        _readme(
            "See [issues](../../issues), [the API](https://shop.example/docs/api.md) and [there](#there)."
        )
    ),
    Good(
        _readme(
            "What this repository once held:",
            "",
            "- `src/shop/api.py`",
            "- `src/shop/cli.py`",
            "- `src/shop/models.py`",
            "- `src/shop/orders.py`",
        )
    ),
    Good(_readme("已删除 `src/shop/orders.py`。")),
    Good(_readme("`src/shop/orders.py` wurde gelöscht.")),
    Good(_readme("## Target layout", "", *_TREE, "        └── refunds.py", "```")),
    Good(
        {
            **_SHOP,
            "docs/libraries/tokens.md": "# A library of tokens\n\n- Python 3.7 or newer is needed\n",
        }
    ),
    Good(_readme(*_TREE, "        └── orders/", "            └── *.md   # one for each day", "```")),
    Good(
        _block(
            "sh", "git clone https://shop.example/shop.git", "cd shop", "make install", "cd docs", "make html"
        )
        | {"Makefile": _MAKE, "docs/Makefile": "html:\n\tsphinx-build . _build\n"}
    ),
)
