"""Which files that are neither code nor manifests tell how a project is deployed and configured."""

from __future__ import annotations

import re

from codereview.facts.deployment.compose import is_compose

LARGEST = 200_000
"""Bytes of such a file that is read."""
ENV_TEMPLATE = re.compile(
    r"(?:[\w-]*\.?env(?:ironment)?[._-](?:[\w.-]+[._-])?(?:example|sample|template|dist|tmpl|default|defaults|tpl)"
    r"(?:\.[\w-]+)?|(?:example|sample|template|default)[._-]?\.?env(?:\.[\w-]+)?|[\w-]+\.env\.(?:example"
    r"|sample|template)"
    r"|\.env-(?:example|sample|template)|env\.(?:example|sample|template)(?:\.\w+)?)$",
    re.IGNORECASE,
)
"""Templates of environment files; environment files themselves hold credentials and are not read."""
SECRETS_TEMPLATE = re.compile(r"(?:secrets[._-](?:example|sample|template)\.toml|(?:example|sample)[._-]secrets\.toml|"
                              r"secrets\.toml[._-](?:example|sample|template))$")  # fmt: skip
_NAMES = frozenset(
    {
        "app.json", "app.yaml", "app.yml", "appspec.yml", "fly.toml", "netlify.toml", "nixpacks.toml", "railway.json",
        "railway.toml", "render.yaml", "render.yml", "runtime.txt", "serverless.yml", "vercel.json",
        "entrypoint", "docker-entrypoint", "start", "supervisord.conf",
    }
)  # fmt: skip
_DEPLOYED = re.compile(
    r"(?:^|/)(?:k8s|kubernetes|helm|charts?|manifests|kustomize|deploy|deployment|deployments|infra|\.do|\.platform)/"
    r"(?:[^/]+/)*[^/]+\.ya?ml$"
)
_VALUES = re.compile(r"(?:^|/)values(?:[._-][\w.-]*)?\.ya?ml$")


def is_env_template(path: str) -> bool:
    """Whether a file shows which environment keys there are: ``.env.example`` and the like."""
    return ENV_TEMPLATE.match(path.rpartition("/")[2]) is not None


def is_secrets_template(path: str) -> bool:
    """Whether a file shows which secrets Streamlit is to be given: ``secrets.toml.example``."""
    return SECRETS_TEMPLATE.match(path.rpartition("/")[2]) is not None


def is_kubernetes(path: str) -> bool:
    """Whether a file is one of Kubernetes, or of a chart for it, by its folder."""
    return _DEPLOYED.search(path) is not None or _VALUES.search(path) is not None


def tells_deployment(path: str) -> bool:
    """Whether the text of a file is kept for facts on deployment."""
    name = path.rpartition("/")[2]
    return (
        name in _NAMES
        or is_env_template(path)
        or is_secrets_template(path)
        or is_compose(path)
        or is_kubernetes(path)
    )


__all__ = ["LARGEST", "is_env_template", "is_kubernetes", "is_secrets_template", "tells_deployment"]
