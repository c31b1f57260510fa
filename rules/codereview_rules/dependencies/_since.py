"""Which Python version brought a module, name or argument of the standard library ("What's New in "
"Python")."""

from __future__ import annotations

Version = tuple[int, int]

_MODULES = {
    (3, 7): "contextvars dataclasses importlib.resources",
    (3, 8): "importlib.metadata multiprocessing.shared_memory",
    (3, 9): "zoneinfo graphlib",
    (3, 11): "tomllib wsgiref.types",
    (
        3,
        14,
    ): "annotationlib compression compression.zstd concurrent.interpreters string.templatelib pathlib.types",
}
_NAMES = {
    (3, 8): (
        "typing.Literal typing.Final typing.Protocol typing.TypedDict typing.final typing.runtime_checkable "
        "typing.get_args typing.get_origin functools.cached_property functools.singledispatchmethod "
        "math.prod math.dist "
        "math.comb math.perm math.isqrt shlex.join unittest.IsolatedAsyncioTestCase unittest.mock.AsyncMock "
        "statistics.fmean statistics.quantiles threading.excepthook"
    ),
    (3, 9): (
        "typing.Annotated functools.cache asyncio.to_thread math.lcm math.nextafter math.ulp "
        "random.randbytes "
        "ast.unparse importlib.resources.files"
    ),
    (3, 10): (
        "typing.ParamSpec typing.Concatenate typing.TypeAlias typing.TypeGuard typing.is_typeddict "
        "itertools.pairwise "
        "types.NoneType types.UnionType types.EllipsisType dataclasses.KW_ONLY inspect.get_annotations "
        "contextlib.aclosing "
        "builtins.aiter builtins.anext statistics.covariance statistics.correlation sys.stdlib_module_names "
        "importlib.metadata.packages_distributions int.bit_count"
    ),
    (3, 11): (
        "typing.Self typing.Never typing.LiteralString typing.Required typing.NotRequired typing.Unpack "
        "typing.TypeVarTuple typing.assert_never typing.assert_type typing.reveal_type "
        "typing.dataclass_transform "
        "enum.StrEnum enum.verify enum.ReprEnum datetime.UTC asyncio.TaskGroup asyncio.timeout "
        "asyncio.timeout_at "
        "asyncio.Runner asyncio.Barrier contextlib.chdir hashlib.file_digest logging.getLevelNamesMapping "
        "operator.call math.cbrt math.exp2 sys.exception builtins.ExceptionGroup builtins.BaseExceptionGroup"
    ),
    (3, 12): (
        "typing.override typing.TypeAliasType types.get_original_bases itertools.batched "
        "collections.abc.Buffer "
        "inspect.markcoroutinefunction math.sumprod calendar.Month calendar.Day asyncio.eager_task_factory"
    ),
    (3, 13): (
        "typing.ReadOnly typing.TypeIs typing.NoDefault warnings.deprecated copy.replace queue.ShutDown "
        "os.process_cpu_count"
    ),
    (3, 14): "annotationlib.get_annotations functools.Placeholder",
}
_ARGUMENTS = {
    (
        3,
        10,
    ): "dataclasses.dataclass:slots dataclasses.dataclass:kw_only dataclasses.field:kw_only builtins.zip:strict",
    (3, 11): "dataclasses.dataclass:weakref_slot",
    (3, 12): "shutil.rmtree:onexc",
    (3, 14): "builtins.map:strict",
}

MODULES: dict[str, Version] = {name: version for version, names in _MODULES.items() for name in names.split()}
NAMES: dict[str, Version] = {name: version for version, names in _NAMES.items() for name in names.split()}
ARGUMENTS: dict[str, Version] = {
    name: version for version, names in _ARGUMENTS.items() for name in names.split()
}
