"""What kind of text a path holds, and how much a literal in it means."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from codereview.model import Zone

from .wordsets import word_set

_CONFIG = word_set("""
    yml yaml env ini cfg conf cnf properties sh bash zsh fish bat cmd service envrc dockerfile mk tfvars
    config desktop reg netrc pgpass npmrc pypirc htpasswd
""")
_SOURCE = word_set("""
    py pyi pyw js jsx ts tsx mjs cjs java kt kts scala go rb php cs c cc cpp h hpp rs swift dart lua pl
    pm groovy gradle vue svelte r jl ex exs m mm clj vb
""")
_PROSE = word_set("""
    md rst markdown mdx adoc txt rdoc org tex log
""")
_SKIPPED = word_set("""
    po pot svg css scss sass less map lock sum snap csv tsv jsonl ndjson diff patch woff eot ttf xlf xliff resx arb
""")
_LOCKS = word_set("""
    package-lock.json npm-shrinkwrap.json pnpm-lock.yaml composer.lock pipfile.lock poetry.lock uv.lock
    yarn.lock packages.lock.json conda-lock.yml .secrets.baseline bun.lockb deno.lock
""")
_TEMPLATE = re.compile(
    r"(?:^|[._\-])(?:example|examples|sample|template|tmpl|tpl|dist|default-?s?|defaults|skel"
r"|skeleton)(?:[._\-]|$)|\.j2$|\.jinja2?$|\.erb$|\.tpl$"
    r"|^example[._\-]?", re.I
)  # fmt: skip
_TEMPLATE_ENDS = word_set("""
    example sample template dist tmpl j2 tpl jinja jinja2 erb
""")
_BACKUPS = word_set("bak backup old orig save copy")
_COPIES = (".example", ".sample", ".template", ".dist", ".tmpl")
# Of pages that were made from documentation: https://www.mkdocs.org, https://www.sphinx-doc.org
_INDEX = re.compile(r"search[-_]?index\.(?:js|json)$|lunr[\w.\-]{0,20}\.(?:js|json)$")
_I18N = re.compile(
    r"(?:^|[/_.\-])(?:i18n|l10n|locales?|lang|langs|languages?|translations?|messages|strings"
    r"|intl)(?:[/_.\-]|$)",
    re.I,
)
_WORKFLOW = re.compile(
    r"(?:^|/)\.github/|(?:^|/)\.?ci/|(?:^|/)\.gitlab-ci|(?:^|/)\.circleci/|(?:^|/)\.travis\.yml$"
    r"|azure-pipelines|(?:^|/)\.drone|bitbucket-pipelines|Jenkinsfile|(?:^|/)tox\.ini$|(?:^|/)noxfile"
)
_COMPOSE = re.compile(
    r"(?:docker-)?compose[\w.\-]*\.ya?ml$|(?:^|/)Dockerfile|\.dockerfile$|(?:^"
    r"|/)\.env(?:\.[\w\-]+)?$|\.env$|(?:^|/)env\.[\w\-]+$|(?:^|/)\.envrc$|\.tfvars$",
    re.I,
)
_OPENAPI = re.compile(r"openapi|swagger|postman|insomnia|schema|fixtures?|cassettes?", re.I)
_TESTS = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|spec|specs|e2e|testdata|fixtures?|cypress|mocks?"
    r"|tests?[-_]?(?:suites?|cases?|data|files?|resources?))(?:/|$)"
    r"|(?:^|/)(?:tests?_[^/]*|(?:py)?tests?|conftest)\.py$|[_\-]tests?\.\w+$|[_\-]tests?/|\.(?:test|spec)\.\w+$|[_.\-]e2e\.\w+$|/e2e[_.\-][^/]*$|(?:^"
    r"|/)(?:docker-)?compose[^/]*[.\-_]test|(?:^|/)\.env[._\-](?:tests?|testing|ci|circleci|travis|github|gitlab)$|(?:^|/)pytest\.ini$",
    re.I,
)


# What scanners are told to pass over.
_BASELINE = re.compile(
    r"credscan|gitleaks|gitguardian|trufflehog|detect-secrets|secrets?[-_.](?:baseline|allowlist|ignore)|ggshield"
)
# A script that a build made: its name ends with a part of its content's hash.
_BUNDLE = re.compile(
    r"(?:^|/)(?:assets|static|dist|build|_next|chunks|public)/(?:.*/)?[\w.\-]*[-.][A-Za-z0-9_]{8}\.m?js$"
)
_DEMONSTRATION = re.compile(
    r"(?:^|[_.\-])(?:demo|seeds?|seeders?|seeding|mock|dummy|fake|tests?)(?:[_.\-]|$)", re.I
)


class Language:
    """How the text of a path is read; what costs a regular expression is worked out when first asked for.

    Attributes:
        names: values under secret-like names are looked for; otherwise only formats of providers and keys.
        nothing: the text is never looked at.
        config: values stand behind ``=`` or ``:`` without quotes.
        source: program text, where values stand in quotes.
        prose: documentation and notes.
        path: where the file stands, and `zone` what is kept there.
        dotenv: an environment file, where a value ends at white space only.
    """

    def __init__(self, path: str, zone: Zone) -> None:
        self.path, self.zone = path, zone
        base = path.rpartition("/")[2]
        low = base.lower().rstrip("~")  # an editor's copy
        self._base = base
        stem, dot, extension = low.rpartition(".")
        extension = extension if dot else low
        if extension in _BACKUPS and "." in stem:
            stem, _, extension = stem.rpartition(".")
        if extension in _TEMPLATE_ENDS and "." in stem:
            extension = stem.rpartition(".")[2]
        skipped = extension in _SKIPPED or low in _LOCKS or ".min." in low or low.endswith("lock.json")
        skipped = skipped or bool(_INDEX.search(low)) or low == "funding.yml"  # links for gifts
        skipped = skipped or (extension in {"js", "mjs"} and bool(_BUNDLE.search(path)))
        outside = zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}
        self.extension = extension
        # A page that a browser saved keeps its scripts as ``PAGE_files/NAME.js.download``.
        self.nothing = (
            bool(_BASELINE.search(low))
            or extension in {"po", "pot"}
            or (extension == "download" and "_files/" in path)
        )
        self.names = not (skipped or outside)
        self.source = extension in _SOURCE
        self.python = extension in {"py", "pyi", "pyw"}
        self.prose = extension in _PROSE or low in {"readme", "changelog"}
        docker = "dockerfile" in low or low in {
            "makefile",
            "procfile",
            "containerfile",
            "justfile",
            "vagrantfile",
        }
        hidden = low.startswith((".", "env.")) or low == "env"
        self.dotenv = low.startswith((".env", "env.")) or extension == "env"
        config = hidden or docker or extension in _CONFIG or "." not in low.lstrip(".")
        self.config = (config and not self.source) or self.prose

    @cached_property
    def tests(self) -> bool:
        """A test, a fixture or a mock."""
        return self.zone is Zone.TESTS or bool(_TESTS.search(self.path))

    @cached_property
    def workflow(self) -> bool:
        """Steps of a service that builds and tests, whose databases live for one run."""
        return bool(_WORKFLOW.search(self.path))

    @cached_property
    def demonstration(self) -> bool:
        """Data that a demonstration starts with, whose accounts are there to be tried."""
        return bool(_DEMONSTRATION.search(self._base)) and "admin" not in self._base.lower()

    @cached_property
    def replaced(self) -> bool:
        """The values that a Helm chart has where its user gives none."""
        return self._base in {"values.yaml", "values.yml"}

    @cached_property
    def settled(self) -> bool:
        """A value here is in force, such as in a compose file: it may be an ordinary word."""
        return bool(_COMPOSE.search(self.path))

    @cached_property
    def strict(self) -> bool:
        """Only values that look generated are believed: documentation, templates, translations."""
        if self.prose or self.zone is Zone.DOCS or bool(_OPENAPI.search(self._base)):
            return True
        if (not self.source or self._base.lower().endswith(_COPIES)) and _TEMPLATE.search(self._base):
            return True
        return not self.python and bool(_I18N.search(self.path))

    @cached_property
    def weak(self) -> bool:
        """Ordinary words are credentials here; in a test or a workflow of throw-away services they are
        not."""
        return not self.tests and not self.workflow


@lru_cache(maxsize=256)
def language(path: str, zone: Zone) -> Language:
    """How the text of ``path`` in ``zone`` is read."""
    return Language(path, zone)
