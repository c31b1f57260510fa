"""Which files do nothing when they are run, so that they are made to be imported, by whomever."""

from __future__ import annotations

from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.paths import last_name

from ..._syntax.patterns import lazy_pattern

# decorators that leave a function a function; any other may hand it to a framework, which starts it
_PLAIN = frozenset(
    "property staticmethod classmethod setter getter deleter wraps lru_cache cache cached_property contextmanager "
    "asynccontextmanager abstractmethod overload override singledispatch register deprecated jit njit retry "
    "no_type_check no_grad dataclass dataclass_transform total_ordering final runtime_checkable unique".split()
)
# of a part that an application takes in
_PART = lazy_pattern(
    r"(?:.*[.])?(?:APIRouter|Router|Blueprint|APIBlueprint|Namespace)\(\)\..*|celery\.shared_task(?:\(\))?|"
    r"django\..*|numba\..*"
)
# what a platform, or the entry points of a package that is not here, may call
_STARTED = frozenset("main cli run app handler lambda_handler entrypoint entry_point start serve".split())
_STARTED_BASES = frozenset(
    "BaseCommand AppCommand HttpUser FastHttpUser TaskSet AppConfig Cog Spider Scene Application".split()
)
_STARTED_FILES = lazy_pattern(
    r"(?:.*_)?(?:settings|config|conf|local|production|development|dags?|tasks|worker|bot|plugin|main|app|cli|run|start|"
    r"server|service|handler|lambda|script|job|train|test|demo|example)s?\.py|locustfile\.py|fabfile\.py|dodo\.py"
)
# statements of a module that change the process around it, but do no work
_HARMLESS = lazy_pattern(
    r"(?:logging|warnings|faulthandler)\..*|.*\.(?:setLevel|addHandler|addFilter|setFormatter|load_dotenv|setdefault)"
    r"|(?:sys\.path|os\.environ)\..*|@\.\w*log\w*"
)
LOGGING_MODULE = lazy_pattern(r"(?:^|.*_)log(?:s|ger|gers|ging|_?config|_?utils?)?(?:_\w+)?\.py")


def only_defines(facts: FileFacts) -> bool:
    """Whether a file has functions and classes, or a logger, for others and does no work of its own."""
    name = facts.path.rpartition("/")[2]
    if facts.main_line or facts.failure is not None or _STARTED_FILES.fullmatch(name):
        return False
    if not (facts.functions or facts.classes) and not LOGGING_MODULE.fullmatch(name):
        return False
    if any(loop.function < 0 and loop.kind != "comprehension" for loop in facts.loops):
        return False
    if any(_works(call) for call in facts.calls):
        return False
    if any(last_name(base) in _STARTED_BASES for cls in facts.classes for base in cls.bases):
        return False
    return not any(_may_start(function) for function in facts.functions)


def _works(call: CallFact) -> bool:
    if call.function >= 0 or not call.flags & (m.DROPPED | m.ENTERED | m.AWAITED):
        return False
    return _HARMLESS.fullmatch(call.path) is None


def _may_start(function: FunctionFact) -> bool:
    if function.parent >= 0 or function.cls >= 0 or function.name == "<lambda>":
        return False
    return function.name in _STARTED or is_handed_on(function)


def is_handed_on(function: FunctionFact) -> bool:
    """Whether a decorator hands a function to a framework, which may start a program with it."""
    return any(last_name(path) not in _PLAIN and not _PART.fullmatch(path) for path in function.decorators)
