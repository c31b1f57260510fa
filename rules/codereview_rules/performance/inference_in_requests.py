"""PERF009: models that are loaded for each request, and inference that keeps what only training needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.project import Key, ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._serving.examples import BAD, GOOD
from ._serving.requests import OFF, Served, served
from ._streamlit.table import MODEL, takes_long

_MODELS = lazy_pattern(r"model|predict|classif|infer|pipeline|vectori[sz]er", re.IGNORECASE)
_MEANT = lazy_pattern(r"load|warm|train|switch|select|activate|deploy", re.IGNORECASE)
"""Routes whose purpose is to load a model."""
_CALLED = lazy_pattern(
    r"(?:transformers\.(?:Auto(?!Tokenizer|Processor|Config|Feature|Image)\w+|\w+For[A-Z]\w+|\w+Model)\.from_pretrained"
    r"|torch\.(?:jit\.load|hub\.load)|torchvision\.models\.\w+)\(\)(?:\.(?:to|eval|half|cuda|cpu|float)\(\))*$"
)
_BASES = (
    "torch.nn.Module",
    "torch.nn.modules.module.Module",
    "transformers.PreTrainedModel",
    "lightning.LightningModule",
    "pytorch_lightning.LightningModule",
)
_LIBRARIES = frozenset(
    "torch transformers tensorflow keras joblib pickle sentence_transformers spacy whisper faster_whisper easyocr "
    "ultralytics diffusers onnxruntime llama_cpp dill cloudpickle fasttext gensim flair paddleocr".split()
)


class InferenceInRequests(ProjectRule):
    """Follows what each route runs."""

    card = Card(
        id="PERF009",
        title="Model loaded per request, or inference with gradients",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "Loading a model takes seconds and its whole size in memory, for each request and for several at "
            "once. And a model that is called without `inference_mode` keeps every intermediate result for a "
            "training step that never comes, which multiplies memory and takes time."
        ),
        instead=(
            "Load the model once when the service starts (lifespan, module level, a cached function) and hand it "
            "to the handlers; call it under `torch.inference_mode()` after `model.eval()`."
        ),
        false_alarms=(
            "Conditions around the loading (`if model is None`), cached functions, functions that leave early or "
            "keep what they load, and `generate`, `pipeline` and `encode`, which switch gradients off themselves, "
            "are left out. A request that is made once a month to try a new model means to load it."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only services with models are asked."""
        imported = {i.module.partition(".")[0] for facts in project.files.values() for i in facts.imports}
        if imported.isdisjoint(_LIBRARIES):
            return "the project loads no model"
        if project.routes.all:
            return ""
        if project.is_a("Streamlit application"):
            return "models in pages of Streamlit are what PERF010 looks at"
        return "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place where a model is loaded, and for each function that runs one."""
        seen: set[tuple[str, int, int]] = set()
        for item in served(project):
            path, facts = item.key[0], project.files[item.key[0]]
            if not any(i.module.partition(".")[0] in _LIBRARIES for i in facts.imports) and not _has_models(
                project, item.key
            ):
                continue
            for call in project.calls_in(item.key):
                if (path, call.line, call.column) in seen:
                    continue
                for finding in (
                    *self._loaded(project, item, call),
                    *self._run(project, item, call),
                ):
                    seen.add((path, call.line, call.column))
                    yield finding

    def _loaded(self, project: ProjectFacts, item: Served, call: CallFact) -> Iterator[Finding]:
        if item.kept or call.flags & (m.CONDITIONAL | m.IN_HANDLER | m.FILLS | m.TYPE_CHECKING):
            return
        if _keeps(project, item.key, call):
            return
        target = project.resolve(item.key[0], call.path)
        if target.kind != "external" or takes_long(target.name) != MODEL:
            return
        function = project.function(item.key)
        if _MEANT.search(item.route.path) or "cache" in f"{item.key[0]}{function.qualname}".lower():
            return
        if ("pickle" in target.name or "dill" in target.name) and not _MODELS.search(function.qualname):
            return
        if re.search(r"(?:Tokenizer|Processor|Config|FeatureExtractor)\w*\.from_pretrained$", target.name):
            return
        yield self._finding(
            project,
            item,
            call,
            f"`{_short(target.name)}` loads a model at each request of `{_shown(item)}`",
            Severity.MEDIUM,
        )

    def _run(self, project: ProjectFacts, item: Served, call: CallFact) -> Iterator[Finding]:
        if item.guarded or not _is_model(project, item.key, call) or _is_off(project):
            return
        written = (call.written or call.path).removeprefix("@.")
        name = written.rpartition(".")[2] if "()" not in written else "the model"
        said = f"`{name}`" if name != "the model" else name
        yield self._finding(
            project,
            item,
            call,
            f"{said} is called in `{project.function(item.key).name}`, for `{_shown(item)}`, and nothing on the way "
            "switches gradients off",
            Severity.LOW,
            effort=5,
        )

    def _finding(
        self,
        project: ProjectFacts,
        item: Served,
        call: CallFact,
        message: str,
        severity: Severity,
        effort: int | None = None,
    ) -> Finding:
        route = item.route
        start = [Related(route.file, route.line, f"`{_shown(item)}` is served")] if item.way else []
        return self.finding(
            item.key[0],
            call,
            message,
            severity=severity,
            confidence=_sure(item),
            symbol=project.function(item.key).qualname,
            related=[*start, *item.way],
            checked=f"conditions, caches, lazy attributes, {', '.join(sorted(OFF)[:3])}",
            effort=effort,
        )


def _sure(item: Served) -> Confidence:
    """Few such findings have been met: none is sure, and the farther from the handler the less."""
    return Confidence.LOW if len(item.way) > 1 else Confidence.MEDIUM


def _is_off(project: ProjectFacts) -> bool:
    """Whether gradients are switched off for the whole process."""
    return any(
        call.path.endswith("set_grad_enabled") and call.function < 0
        for facts in project.files.values()
        for call in facts.calls
    )


def _has_models(project: ProjectFacts, key: Key) -> bool:
    return any(_is_model(project, key, call) for call in project.calls_in(key))


def _is_model(project: ProjectFacts, key: Key, call: CallFact) -> bool:
    """Whether what is called is an instance of a model of torch."""
    if call.path[:1] in "?=" or call.path.startswith("builtins."):
        return False
    target = project.resolve(key[0], call.path)
    if target.kind == "external":
        return bool(_CALLED.match(target.name))
    if target.kind != "instance":
        return False
    cls = project.files[target.file].classes[target.index]
    return any(project.resolve(target.file, base).name in _BASES for base in cls.bases)


def _keeps(project: ProjectFacts, key: Key, call: CallFact) -> bool:
    """Whether a function keeps what it loads for the next time, or leaves early where it has it already."""
    function = project.function(key)
    if function.globals or len(function.returns) > 1:
        return True
    if function.cls < 0 or function.name == "__init__":
        return False
    cls = project.files[key[0]].classes[function.cls]
    return any(attr.path.startswith(f"{call.path}()") for attr in cls.attrs)


def _shown(item: Served) -> str:
    return f"{'/'.join(item.route.methods) or '*'} {item.route.path}".strip()


def _short(name: str) -> str:
    return ".".join(name.replace("()", "").split(".")[-2:])
