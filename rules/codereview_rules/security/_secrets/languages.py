"""What kind of text a path holds, and how much a literal in it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from codereview.model import Zone

_CODE = frozenset(
    "py pyi pyw js jsx ts tsx mjs cjs java kt kts scala go rb php cs c cc cpp h hpp rs swift dart lua pl pm groovy gradle"
    " vue svelte tf hcl tfvars json json5 jsonc ipynb sql r jl ex exs ps1 psm1 vb toml m mm clj html htm jinja j2 erb"
    " razor cshtml xml config plist bicep nix tpl xaml csproj".split()
)
_CONFIG = frozenset(
    "yml yaml env ini cfg conf cnf properties sh bash zsh fish bat cmd service envrc dockerfile mk tfvars config"
    " desktop reg netrc pgpass npmrc pypirc htpasswd".split()
)
_SCRIPT = frozenset("sh bash zsh fish bat cmd ps1".split())
_SOURCE = frozenset(
    "py pyi pyw js jsx ts tsx mjs cjs java kt kts scala go rb php cs c cc cpp h hpp rs swift dart lua pl pm groovy"
    " gradle vue svelte r jl ex exs m mm clj vb".split()
)
_PROSE = frozenset("md rst markdown mdx adoc txt rdoc org tex log".split())
_SKIPPED = frozenset("po pot svg css scss sass less map lock sum snap csv tsv diff patch woff eot ttf xlf xliff resx arb".split())
_LOCKS = frozenset(
    "package-lock.json npm-shrinkwrap.json pnpm-lock.yaml composer.lock pipfile.lock poetry.lock uv.lock yarn.lock"
    " packages.lock.json conda-lock.yml .secrets.baseline bun.lockb deno.lock".split()
)
_TEMPLATE = re.compile(
    r"(?:^|[._\-])(?:example|examples|sample|template|tmpl|tpl|dist|default-?s?|defaults|skel|skeleton)(?:[._\-]|$)|\.j2$|\.jinja2?$|\.erb$|\.tpl$"
    r"|^example[._\-]?", re.I
)  # fmt: skip
_I18N = re.compile(r"(?:^|[/_.\-])(?:i18n|l10n|locales?|lang|langs|languages?|translations?|messages|strings|intl)(?:[/_.\-]|$)", re.I)
_WORKFLOW = re.compile(r"(?:^|/)\.github/|(?:^|/)\.?ci/|(?:^|/)\.gitlab-ci|(?:^|/)\.circleci/|(?:^|/)\.travis\.yml$|azure-pipelines|(?:^|/)\.drone|bitbucket-pipelines|Jenkinsfile|(?:^|/)tox\.ini$|(?:^|/)noxfile")
_COMPOSE = re.compile(r"(?:docker-)?compose[\w.\-]*\.ya?ml$|(?:^|/)Dockerfile|\.dockerfile$|(?:^|/)\.env(?:\.[\w\-]+)?$|\.env$|(?:^|/)env\.[\w\-]+$|(?:^|/)\.envrc$|\.tfvars$", re.I)
_OPENAPI = re.compile(r"openapi|swagger|postman|insomnia|schema|fixtures?|cassettes?", re.I)
_TESTS = re.compile(r"(?:^|/)(?:tests?|testing|__tests__|spec|specs|e2e|testdata|fixtures?|cypress|mocks?)(?:/|$)|(?:^|/)(?:test_[^/]*|conftest)\.py$|[_\-]tests?\.\w+$|[_\-]tests?/|\.(?:test|spec)\.\w+$|(?:^|/)(?:docker-)?compose[^/]*[.\-_]test", re.I)


@dataclass(frozen=True)
class Language:
    """How the text of a path is read.

    Args:
        names: values under secret-like names are looked for; otherwise only formats of providers and keys.
        code: literals stand in quotes.
        config: values stand behind ``=`` or ``:`` without quotes.
        settled: a value here is in force, such as in a compose file: it may be an ordinary word.
        strict: only values that look generated are believed: documentation, templates, translations.
        weak: ordinary words are credentials here; in a test or a workflow of throw-away services they are not.
    """

    names: bool
    code: bool
    config: bool
    settled: bool
    strict: bool
    weak: bool
    python: bool
    source: bool
    prose: bool
    tests: bool
    xml: bool
    extension: str


@lru_cache(maxsize=1024)
def language(path: str, zone: Zone) -> Language:
    """How the text of ``path`` in ``zone`` is read."""
    base = path.rpartition("/")[2]
    low = base.lower()
    stem, dot, extension = low.rpartition(".")
    extension = extension if dot else low
    template = bool(_TEMPLATE.search(base)) and extension not in _SOURCE
    if template and extension in {"example", "sample", "template", "dist", "tmpl", "j2", "tpl", "jinja", "jinja2", "erb"}:
        extension = stem.rpartition(".")[2]
    dotenv = low.startswith(".env") or low.startswith("env.") or low == "env"
    docker = "dockerfile" in low or low in {"makefile", "procfile", "containerfile", "justfile", "vagrantfile"}
    skipped = extension in _SKIPPED or low in _LOCKS or ".min." in low or low.endswith("lock.json")
    outside = zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}
    prose = extension in _PROSE or low in {"readme", "changelog"}
    config = dotenv or docker or extension in _CONFIG or "." not in low.lstrip(".") or low.startswith(".")
    tests = zone is Zone.TESTS or bool(_TESTS.search(path))
    return Language(
        names=not (skipped or outside),
        code=True,
        config=(config and extension not in _SOURCE) or prose,
        settled=bool(_COMPOSE.search(path)),
        strict=template or prose or zone is Zone.DOCS or bool(_I18N.search(path) and extension != "py") or bool(_OPENAPI.search(base)),
        weak=not tests and not _WORKFLOW.search(path),
        python=extension in {"py", "pyi", "pyw"},
        source=extension in _SOURCE,
        prose=prose,
        tests=tests,
        xml=extension in {"xml", "config", "html", "htm", "plist", "xaml", "csproj", "vue"},
        extension=extension,
    )
