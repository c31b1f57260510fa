"""An audit with an architecture, hostile names included."""

from __future__ import annotations

from golden import HOSTILE_PATH, HOSTILE_TEXT, categories, causes, golden_audit, terms
from msgspec.structs import replace

from codereview.model import Audit, Category, Confidence, RuleInfo, Severity
from codereview.model_architecture import (
    Architecture,
    Cut,
    Folder,
    FolderImports,
    ImportCycle,
    LooseModule,
    RouteEntry,
    RouteGuard,
    Routes,
    Spot,
    Start,
)

CYCLE = "c1c1e0000000c1c1"
ROUTES = Routes(
    listed=(
        RouteEntry(
            methods=("DELETE",), url="/orders/{id}", handler="remove", path="src/shop/api.py", line=40,
            framework="fastapi", protection="none", changes=True, handler_at=Spot(path="src/shop/api.py", line=41),
            guards=(RouteGuard(name="get_db", kind="dependency", level="route", authenticates=False),),
        ),
        RouteEntry(
            methods=(), url="/" + HOSTILE_TEXT, handler=HOSTILE_TEXT, path=HOSTILE_PATH, line=3, framework="flask",
            protection="unknown", changes=False, placed=False,
            guards=(RouteGuard(name=HOSTILE_TEXT, kind="decorator", level="route", authenticates=None),),
        ),
        RouteEntry(
            methods=("GET", "POST"), url="/orders", handler="Orders.get", path="src/shop/api.py", line=12,
            framework="fastapi", protection="known", changes=True,
            guards=tuple(
                RouteGuard(name=name, kind="dependency", level="router", authenticates=True)
                for name in ("shop.auth.current_user", "shop.auth.require()", "a", "b")
            ),
        ),
    ),
    total=3, known=1, none=1, unknown=1, open_changing=1, computed=1, elsewhere=2,
)  # fmt: skip
ARCHITECTURE = Architecture(
    starts=(
        Start(
            path="src/shop/main.py",
            kinds=("ASGI application", "command"),
            said=(Spot(path="src/shop/main.py"), Spot(path="Dockerfile", line=9)),
        ),
        Start(path=HOSTILE_PATH, kinds=("script",), said=(Spot(path=HOSTILE_PATH, line=3),)),
        Start(path="src/shop/models.py", kinds=("Django",), said=(Spot(path="src/shop/models.py"),)),
    ),
    start_count=3,
    folders=(
        Folder(
            path="src/shop",
            files=50,
            statements=3900,
            imports=(FolderImports(folder="src/<b>", pairs=1200),),
            imports_from=1,
        ),
        Folder(path="src/<b>", files=8, statements=112, whole=True, imported_by=1),
    ),
    folder_count=5,
    cycles=(
        ImportCycle(
            files=("src/shop/api.py", HOSTILE_PATH),
            size=2,
            around=("src/shop/api.py", HOSTILE_PATH),
            cuts=(Cut(path="src/shop/api.py", line=3, imports=HOSTILE_PATH),),
            cut_count=1,
            smallest=True,
            own=False,
            finding=CYCLE,
        ),
    ),
    cycle_count=1,
    loose=(LooseModule(path=f"{HOSTILE_PATH}x.py", statements=12, tests=True),),
    loose_count=1,
    routes=ROUTES,
)


def architecture_audit(architecture: Architecture = ARCHITECTURE) -> Audit:
    """The golden audit with an architecture and a finding about its cycle that costs nothing."""
    audit = golden_audit()
    base = next(finding for finding in audit.findings if finding.severity is Severity.INFO)
    cycle = replace(
        base, rule="ARC001", title="Import cycle", category=Category.ARCHITECTURE, path="src/shop/api.py",
        line=3, end_line=3, column=1, end_column=9, message="2 modules import each other", points=0.0, code=None,
        fix=None, related=(), cause="", fingerprint=CYCLE,
    )  # fmt: skip
    card = RuleInfo(
        id="ARC001",
        title="Import cycle",
        category=Category.ARCHITECTURE,
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        why="Modules in a cycle can only be understood together.",
        instead="Cut it.",
        false_alarms="None.",
    )
    findings = (*audit.findings, cycle)
    return replace(
        audit,
        architecture=architecture,
        findings=findings,
        rules=(*audit.rules, card),
        categories=categories(findings),
        causes=causes(findings),
        terms=terms(findings),
    )
