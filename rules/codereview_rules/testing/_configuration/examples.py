"""Examples of configuration without effect, and of what is read all right."""

from __future__ import annotations

from codereview.api import Bad, Good

_TEST = {"tests/test_prices.py": "import pytest\n\n\ndef test_total():\n    assert sum([1]) == 1\n"}
_SLOW = {
    "tests/test_prices.py": "import pytest\n\n\n@pytest.mark.slow\ndef test_total():\n    assert sum([1]) == 1\n"
}
_INI = "[pytest]\ntestpaths = tests\n"

BAD = (
    Bad(
        {**_TEST, "setup.cfg": "[metadata]\nname = shop\n\n[pytest]\naddopts = -q\n"}, lines=("setup.cfg:4",)
    ),
    Bad({**_TEST, "tox.ini": "[tox]\nenvlist = py\n\n[tool:pytest]\naddopts = -q\n"}, lines=("tox.ini:4",)),
    Bad(
        {
            **_TEST,
            "pytest.ini": _INI,
            "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--strict-markers'\n",
        },
        lines=("pyproject.toml:1",),
    ),
    Bad({**_TEST, "pytest.ini": _INI + "addopts = -q\naddopts = -x\n"}, lines=("pytest.ini:4",)),
    Bad({**_TEST, "pytest.ini": "[pytest]\ntestpath = tests\n"}, lines=("pytest.ini:2",)),
    Bad({**_TEST, "pytest.ini": "[pytest]\nverbose = true\n"}, lines=("pytest.ini:2",)),
    Bad({**_TEST, "pytest.ini": "[pytest]\ntestpaths = test\n"}, lines=("pytest.ini:2",)),
    Bad(
        {
            **_TEST,
            "pyproject.toml": "[tool.pytest]\ntestpaths = ['tests']\n",
            "requirements-dev.txt": "pytest==8.3.4\n",
        },
        lines=("pyproject.toml:1",),
    ),
    Bad({**_TEST, "pyproject.toml": "[pytest]\naddopts = '-q'\n"}, lines=("pyproject.toml:1",)),
    Bad(
        {**_SLOW, "pytest.ini": "[pytest]\naddopts = --strict-markers\nmarkers =\n    fast: quick ones\n"},
        lines=("tests/test_prices.py:5",),
    ),
    Bad(
        {**_TEST, "requirements-dev.txt": "pytest\n", "pytest.ini": "[pytest]\nasyncio_mode = auto\n"},
        lines=("pytest.ini:2",),
    ),
    Bad({**_TEST, ".coveragerc": "[run]\nsource = shop_old\n"}, lines=(".coveragerc:2",)),
    Bad(
        {
            **_TEST,
            ".coveragerc": "[run]\nbranch = true\n",
            "pyproject.toml": "[tool.coverage.run]\nbranch = false\n",
        },
        lines=("pyproject.toml:1",),
    ),
)

GOOD = (
    Good(
        {
            **_TEST,
            "pyproject.toml": "[project]\nname = 'shop'\n\n[tool.pytest]\ntestpaths = ['tests']\n",
            "requirements-dev.txt": "pytest==9.1.1\n",
        }
    ),
    Good(
        {
            **_TEST,
            "requirements-dev.txt": "pytest\n",
            "tox.ini": "[testenv]\ndeps =\n    pytest\n    pytest-asyncio\n",
            "pytest.ini": "[pytest]\nasyncio_mode = auto\n",
        }
    ),
    Good({**_TEST, "setup.cfg": "[tool:pytest]\naddopts = -q\ntestpaths = tests\n"}),
    Good({**_TEST, "tox.ini": "[pytest]\naddopts = -q\ntestpaths = tests\n"}),
    Good({**_TEST, "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\naddopts = '-q'\n"}),
    Good(
        {
            **_TEST,
            "pyproject.toml": "[tool.pytest]\ntestpaths = ['tests']\n",
            "requirements-dev.txt": "pytest>=9\n",
        }
    ),
    Good(
        {
            **_TEST,
            "pytest.ini": _INI,
            "setup.cfg": "[metadata]\nname = shop\n\n[flake8]\nmax-line-length = 100\n",
        }
    ),
    Good(
        {
            **_TEST,
            "pytest.ini": _INI,
            "tox.ini": "[testenv]\ncommands = pytest -c tox.ini\n\n[pytest]\naddopts = -x\n",
        }
    ),
    Good(
        {
            **_SLOW,
            "pytest.ini": "[pytest]\naddopts = --strict-markers\nmarkers =\n    slow: takes long\n    "
            "fast(limit): quick ones\n",
        }
    ),
    Good(
        {
            **_SLOW,
            "pytest.ini": "[pytest]\naddopts = --strict-markers\n",
            "conftest.py": "def pytest_configure(config):\n    config.addinivalue_line('markers', 'slow: "
            "takes long')\n",
        }
    ),
    Good(
        {
            **_TEST,
            "requirements-dev.txt": "pytest\npytest-asyncio\n",
            "pytest.ini": "[pytest]\nasyncio_mode = auto\n",
        }
    ),
    Good({**_TEST, "pytest.ini": "[pytest]\nmy_plugin_option = 3\nenv =\n    A=1\n"}),
    Good(
        {
            **_TEST,
            "shop/__init__.py": "",
            ".coveragerc": "[run]\nsource = shop\nomit =\n    */tests/*\n    .venv/*\n",
        }
    ),
    Good({**_TEST, "src/shop/__init__.py": "", "pyproject.toml": "[tool.coverage.run]\nsource = ['shop']\n"}),
    Good({**_TEST, "pytest.ini": "[pytest]\ntestpaths =\n    tests\n    plugins/*/tests\n"}),
)
