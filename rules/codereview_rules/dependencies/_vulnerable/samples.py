"""The examples of DEP001, and the advisories that they are judged by (facts of real ones, shortened)."""

from __future__ import annotations

from codereview.api import Bad, Good, Severity
from codereview.facts.dependencies.advisories import Advisories, Advisory, Affected, Event


def _sample(
    number: str, cve: str, introduced: str, fixed: str, severity: Severity | None = None, summary: str = ""
) -> Advisory:
    events = (Event("introduced", introduced), *((Event("fixed", fixed),) if fixed else ()))
    return Advisory(
        number, (Affected((events,)),), aliases=(cve,) if cve else (), summary=summary, severity=severity
    )


SAMPLE = Advisories(
    date="2024-10-10",
    imported="2024-10-12",
    source="sample",
    by_name={
        "requests": (
            _sample("PYSEC-2018-28", "CVE-2018-18074", "0", "2.20.0", Severity.HIGH),
            _sample("PYSEC-2023-74", "CVE-2023-32681", "2.3.0", "2.31.0", Severity.MEDIUM),
        ),
        "pyyaml": (
            _sample("PYSEC-2020-96", "CVE-2020-1747", "5.1", "5.3.1", Severity.CRITICAL),
            _sample("PYSEC-2021-142", "CVE-2020-14343", "0", "5.4", Severity.CRITICAL),
        ),
        "urllib3": (_sample("PYSEC-2021-108", "CVE-2021-33503", "0", "1.26.5", Severity.HIGH),),
        "jinja2": (_sample("PYSEC-2021-66", "CVE-2020-28493", "0", "2.11.3"),),
        "gunicorn": (_sample("PYSEC-2018-55", "CVE-2018-1000164", "0", "19.5.0", Severity.HIGH),),
        "pillow": (_sample("PYSEC-2023-175", "", "0", "10.0.1", Severity.HIGH),),
    },
)

CLIENT = "import requests\n\nrequests.get('https://example.org', timeout=3)\n"
LOCK = """\
[[package]]
name = "requests"
version = "2.31.0"
dependencies = [{ name = "urllib3" }]

[[package]]
name = "urllib3"
version = "1.26.4"
"""

BAD = (
    Bad({"requirements.txt": "requests==2.19.0\n", "app.py": CLIENT}, lines=("requirements.txt:1",)),
    Bad(
        {
            "requirements.txt": "# HTTP\nRequests[socks] == 2.30.0 ; python_version >= '3.8'\n",
            "app.py": CLIENT,
        },
        lines=("requirements.txt:2",),
    ),
    Bad(
        {
            "pyproject.toml": '[project]\nname = "app"\nversion = "1"\ndependencies = [\n  "pyyaml==5.3",\n]\n',
            "app.py": "import yaml\n",
        },
        lines=("pyproject.toml:5",),
    ),
    Bad({"uv.lock": LOCK, "app.py": CLIENT}, lines=("uv.lock:6",)),
    Bad({"requirements.txt": "gunicorn==19.4.5\n", "app.py": "app = 1\n"}, lines=("requirements.txt:1",)),
    Bad(
        {"requirements.txt": "-r base.txt\n", "base.txt": "jinja2==2.11.2\n", "app.py": "import jinja2\n"},
        lines=("base.txt:1",),
    ),
    Bad(
        {"requirements.txt": "pillow>=9,<10\n", "app.py": "from PIL import Image\n"},
        lines=("requirements.txt:1",),
    ),
    Bad({"requirements.txt": "jinja2>=2.10\n", "app.py": "import jinja2\n"}, lines=("requirements.txt:1",)),
    Bad(
        {
            "requirements.txt": "requests==2.31.0\npyyaml==5.4\n",
            "requirements-dev.txt": "urllib3==1.26.4+vendor1\n",
            "app.py": CLIENT,
        },
        lines=("requirements-dev.txt:1",),
    ),
)

GOOD = (
    Good({"requirements.txt": "requests==2.31.0\n", "app.py": CLIENT}),
    Good(
        {"requirements.txt": "requests==2.19.0 ; python_version < '3'\nrequests==2.32.3\n", "app.py": CLIENT}
    ),
    Good({"requirements.txt": "# requests==2.19.0\nhttpx==0.27.0\n", "app.py": "import httpx\n"}),
    Good({"requirements.txt": "pillow>=10.1\n", "app.py": "from PIL import Image\n"}),
    Good({"requirements.txt": "requests @ https://example.org/requests-2.19.0.zip\n", "app.py": CLIENT}),
    Good({"uv.lock": LOCK.replace("1.26.4", "1.26.5"), "app.py": CLIENT}),
    Good(
        {
            "pyproject.toml": '[project]\nname = "app"\nversion = "1"\ndependencies = ["urllib3>=1.20"]\n',
            "uv.lock": LOCK.replace("1.26.4", "2.2.2"),
            "app.py": CLIENT,
        }
    ),
    Good({"README.md": "Install `requests==2.19.0`.\n", "app.py": CLIENT}),
)
