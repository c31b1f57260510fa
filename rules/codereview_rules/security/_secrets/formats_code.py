"""Formats of secrets for code hosting, packages, clouds and infrastructure, from the vendors' public
documentation."""

from __future__ import annotations

from codereview.api import Severity

from . import checks
from .hit import Check, Format

_HIGH = Severity.HIGH
_END = r"(?![A-Za-z0-9_\-])"
_ALNUM = "[A-Za-z0-9]"
_WORD = r"[A-Za-z0-9_\-]"
_HEX = "[0-9a-f]"
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"


def _of(
    label: str, prefix: str, body: str, severity: Severity = Severity.CRITICAL, check: Check | None = None
) -> Format:
    escaped = prefix.replace(".", r"\.").replace("+", r"\+").replace("$", r"\$")
    return Format(label, prefix, escaped + body + _END, severity, check)


FORGES = (
    *(
        _of(label, prefix, _ALNUM + "{36}", check=checks.crc_valid)
        for label, prefix in (
            ("GitHub personal access token", "ghp_"),
            ("GitHub OAuth token", "gho_"),
            ("GitHub user-to-server token", "ghu_"),
            ("GitHub server-to-server token", "ghs_"),
            ("GitHub refresh token", "ghr_"),
        )
    ),
    _of("GitHub refresh token", "ghr_", _ALNUM + "{76}"),
    _of("GitHub fine-grained token", "github_pat_", _ALNUM + "{22}_" + _ALNUM + "{59}"),
    _of("GitLab personal access token", "glpat-", _WORD + r"{20,64}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?"),
    _of("GitLab deploy token", "gldt-", _WORD + "{20,64}"),
    _of("GitLab runner authentication token", "glrt-", _WORD + "{20,64}"),
    _of("GitLab runner registration token", "glrtr-", _WORD + "{20,64}"),
    _of("GitLab runner registration token", "GR1348941", _WORD + "{20}"),
    _of("GitLab CI job token", "glcbt-", _WORD + "{20,80}"),
    _of("GitLab pipeline trigger token", "glptt-", _HEX + "{40}"),
    _of("GitLab feed token", "glft-", _WORD + "{20,64}", _HIGH),
    _of("GitLab SCIM token", "glsoat-", _WORD + "{20,64}"),
    _of("GitLab incoming mail token", "glimt-", _WORD + "{20,64}", _HIGH),
    _of("GitLab agent token", "glagent-", _WORD + "{50,64}"),
    _of("GitLab OAuth application secret", "gloas-", _WORD + "{64}"),
    _of("GitLab feature flag token", "glffct-", _WORD + "{20,64}", _HIGH),
    _of("Bitbucket app password", "ATBB", _ALNUM + "{28,32}", check=checks.mixed),
    _of("Bitbucket access token", "ATCTT3", r"[A-Za-z0-9_\-=]{60,400}"),
    _of("Atlassian API token", "ATATT3", r"[A-Za-z0-9_\-=]{100,400}"),
    _of("Sourcegraph access token", "sgp_", r"(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}"),
    _of("Lichess token", "lip_", _ALNUM + "{20,24}", _HIGH),
)

PACKAGES = (
    _of("npm access token", "npm_", _ALNUM + "{36}", check=checks.crc_valid),
    _of("PyPI upload token", "pypi-AgEIcHlwaS5vcmc", _WORD + "{50,400}"),
    _of("TestPyPI upload token", "pypi-AgENdGVzdC5weXBpLm9yZw", _WORD + "{50,400}"),
    _of("RubyGems API key", "rubygems_", _HEX + "{48}"),
    _of("Docker Hub personal access token", "dckr_pat_", _WORD + "{27,40}"),
    _of("Docker Hub organisation token", "dckr_oat_", _WORD + "{27,48}"),
    _of("NuGet API key", "oy2", "[a-z0-9]{43}"),
    _of("Clojars deploy token", "CLOJARS_", "[a-z0-9]{60}"),
    _of("crates.io API token", "cio", _ALNUM + "{32}", check=checks.mixed),
    _of("Artifactory API key", "AKCp", _ALNUM + "{69}"),
    _of("Artifactory reference token", "cmVmdGtu", _ALNUM + "{56}"),
    _of("Packagist token", "packagist_", r"[ou][ur]?t_[0-9a-f]{60,72}"),
)

CLOUDS = (
    *(
        _of(label, prefix, "[A-Z2-7]{16}", check=checks.varied)
        for label, prefix in (
            ("AWS access key id", "AKIA"),
            ("AWS temporary access key id", "ASIA"),
            ("AWS bearer token id", "ABIA"),
            ("AWS context credential id", "ACCA"),
        )
    ),
    _of("AWS Bedrock API key", "ABSK", r"[A-Za-z0-9+/]{109,269}={0,2}"),
    _of("Google API key", "AIza", _WORD + "{35}"),
    _of("Google OAuth client secret", "GOCSPX-", _WORD + "{28}"),
    _of("Alibaba Cloud access key id", "LTAI", _ALNUM + "{17,21}", check=checks.mixed),
    _of("Tencent Cloud secret id", "AKID", _ALNUM + "{32}", check=checks.mixed),
    _of("Yandex Cloud API key", "AQVN", _WORD + "{35,38}"),
    _of("Yandex Cloud static key", "YCAJE", _WORD + "{20}", _HIGH),
    _of("DigitalOcean personal access token", "dop_v1_", _HEX + "{64}"),
    _of("DigitalOcean OAuth token", "doo_v1_", _HEX + "{64}"),
    _of("DigitalOcean refresh token", "dor_v1_", _HEX + "{64}"),
    _of("Heroku API key", "HRKU-", _WORD + "{36,64}"),
    _of("Fly.io access token", "fm2_", r"[A-Za-z0-9+/=_\-]{100,1000}"),
    _of("Fly.io access token", "fo1_", _WORD + "{43}"),
    _of("Render API key", "rnd_", _ALNUM + "{28,32}"),
    _of("Netlify token", "nfp_", _ALNUM + "{36,48}"),
    _of("Scalingo API token", "tk-us-", _WORD + "{48}"),
    _of("Cloudflare origin CA key", "v1.0-", "[0-9a-f]{24}-[0-9a-f]{146}"),
    _of("Exoscale API key", "EXO", "[0-9a-f]{24}", _HIGH),
    _of("Azure DevOps token", "AZDO", _ALNUM + "{76,90}"),
    _of("OpenShift user token", "sha256~", _WORD + "{43}"),
    _of("Supabase access token", "sbp_", r"(?:v0_)?[0-9a-f]{40}"),
    _of("Supabase secret key", "sb_secret_", _WORD + "{31,41}"),
    _of("PlanetScale token", "pscale_tkn_", r"[\w=.\-]{32,64}"),
    _of("PlanetScale password", "pscale_pw_", r"[\w=.\-]{32,64}"),
    _of("PlanetScale OAuth token", "pscale_oauth_", r"[\w=.\-]{32,64}"),
    _of("Neon API key", "napi_", _ALNUM + "{60,70}"),
    _of("Databricks access token", "dapi", r"[0-9a-f]{32}(?:-\d)?"),
    _of(
        "Tailscale key",
        "tskey-",
        r"(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{6,20}(?:CNTRL)?-[A-Za-z0-9]{20,40}",
    ),
    _of("Defined Networking API token", "dnkey-", _WORD + "{26}-" + _WORD + "{52}"),
)

INFRASTRUCTURE = (
    _of("HashiCorp Vault service token", "hvs.", _WORD + "{24,400}"),
    _of("HashiCorp Vault batch token", "hvb.", _WORD + "{90,400}"),
    _of("HashiCorp Vault recovery token", "hvr.", _WORD + "{24,400}"),
    _of("Pulumi access token", "pul-", _HEX + "{40}"),
    *(
        _of("Doppler " + label, f"dp.{kind}.", r"(?:[a-z0-9_\-]{2,35}\.)?[A-Za-z0-9]{40,44}")
        for kind, label in (("pt", "personal token"), ("st", "service token"), ("ct", "CLI token"),
                            ("sa", "service account token"), ("scim", "SCIM token"), ("audit", "audit token"))
    ),
    _of("1Password service account token", "ops_eyJ", r"[A-Za-z0-9+/_\-]{200,1500}={0,2}",
        check=checks.json_inside),
    _of("1Password secret key", "A3-", r"[A-Z0-9]{6}-(?:[A-Z0-9]{11}"
r"|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}"),
    _of("age secret key", "AGE-SECRET-KEY-1", "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    _of("Buildkite agent token", "bkua_", _HEX + "{40}"),
    _of("CircleCI personal token", "CCIPAT_", _ALNUM + "{22}_[0-9a-f]{40}"),
    _of("CircleCI project token", "CCIPRJ_", _ALNUM + "{22}_[0-9a-f]{40}"),
    _of("SonarQube user token", "squ_", _HEX + "{40}"),
    _of("SonarQube project token", "sqp_", _HEX + "{40}"),
    _of("SonarQube analysis token", "sqa_", _HEX + "{40}"),
    _of("Octopus Deploy API key", "API-", "[A-Z0-9]{26}", _HIGH, checks.digits),
    _of("Prefect API key", "pnu_", _ALNUM + "{36}"),
    _of("New Relic user key", "NRAK-", "[A-Z0-9]{27}"),
    _of("New Relic insert key", "NRII-", _WORD + "{32}"),
    _of("New Relic REST key", "NRRA-", "[0-9a-f]{42}"),
    _of("Grafana service account token", "glsa_", _ALNUM + "{32}_[0-9a-fA-F]{8}"),
    _of("Grafana Cloud token", "glc_eyJ", r"[A-Za-z0-9+/]{32,400}={0,2}", check=checks.json_inside),
    _of("Sentry organisation token", "sntrys_eyJ", r"[A-Za-z0-9+/]{32,400}={0,2}_[A-Za-z0-9+/]{43}"),
    _of("Sentry user token", "sntryu_", _HEX + "{64}"),
    _of("Dynatrace API token", "dt0c01.", "[A-Z2-7]{24}[.][A-Z2-7]{64}"),
    _of("PostHog personal API key", "phx_", _ALNUM + "{43,52}"),
    _of("Logfire write token", "pylf_v1_", r"[a-z]{2}_[A-Za-z0-9]{43}"),
    _of("Honeycomb ingest key", "hcaik_", "[a-z0-9]{58}"),
    _of("LaunchDarkly SDK key", "sdk-", _UUID, _HIGH),
    _of("LaunchDarkly API token", "api-", _UUID, _HIGH),
    _of("Inngest signing key", "signkey-", r"(?:prod|branch)-[0-9a-f]{64}"),
    _of("Trigger.dev secret key", "tr_prod_", _ALNUM + "{20,24}"),
    _of("Unkey root key", "unkey_", _ALNUM + "{20,30}"),
    _of("Harness access token", "pat.", r"[A-Za-z0-9_\-]{22}[.][0-9a-f]{24}[.][A-Za-z0-9]{20}"),
)  # fmt: skip

FORMATS: tuple[Format, ...] = (*FORGES, *PACKAGES, *CLOUDS, *INFRASTRUCTURE)
