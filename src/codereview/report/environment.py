"""The two template environments. In both, what a template prints is escaped unless it is marked as safe.

HTML escapes by jinja2's autoescape. Markdown has none of its own, so there ``finalize`` escapes every printed
string for Markdown and marks it as safe. In both, control and bidi characters come out as visible escapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from codereview.errors import TemplateError
from codereview.report import text

LOADER = PackageLoader("codereview_templates", ".")
"""The templates as they are installed."""

_FILTERS = {
    "clip": text.clip,
    "ascii": text.ascii_only,
    "listing": text.listing,
    "mark": text.mark,
    "minutes": text.minutes,
    "number": text.number,
    "plural": text.plural,
    "seconds": text.seconds,
    "points": text.points,
    "shorten": text.shorten,
    "ranked": text.ranked,
}


def _shown(value: Any) -> Any:
    if value is None:
        raise TypeError("a template printed None: say in words what is missing")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.visible(value)


def _shown_in_markdown(value: Any) -> Any:
    shown = _shown(value)
    if isinstance(shown, str) and not isinstance(shown, Markup):
        return text.markdown_text(shown)
    return shown


class Templates:
    """Where templates come from: ours, or those of a folder first.

    Args:
        folder: files in it replace ours of the same name, such as ``html/_verdict.html.j2``; ours are still there under
            ``ours/``. Its templates run in jinja2's sandbox.

    Raises:
        TemplateError: it is no folder, holds no file of such a name, or one that is no template.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is None:
            self._loader: BaseLoader = LOADER
        else:
            self._loader = ChoiceLoader(
                [FileSystemLoader(folder), LOADER, PrefixLoader({"ours": LOADER})],
            )
            self._check(folder)

    @cached_property
    def html(self) -> Environment:
        """For ``html/*.html.j2``."""
        environment = self._environment(
            autoescape=select_autoescape(["html", "html.j2"], default_for_string=True, default=True),
            finalize=_shown,
        )
        environment.filters.update(_FILTERS, prose=text.html_prose)
        return environment

    @cached_property
    def markdown(self) -> Environment:
        """For ``markdown/*.md.j2``."""
        environment = self._environment(autoescape=True, finalize=_shown_in_markdown)
        environment.filters.update(
            _FILTERS,
            cell=text.markdown_cell,
            code=text.markdown_code,
            fence=text.markdown_fence,
            html=text.html_escaped,
        )
        return environment

    def render(self, name: str, **values: Any) -> str:
        """The template of that name, filled in.

        Raises:
            TemplateError: a template of the folder fails; says where.
        """
        environment = self.markdown if name.startswith("markdown/") else self.html
        with self._told():
            return environment.get_template(name).render(**values)

    def source(self, name: str) -> str:
        """The text of a file such as ``html/style.css``.

        Raises:
            TemplateError: it is not UTF-8.
        """
        with self._told(name):
            return self._loader.get_source(self.html, name)[0]

    def _environment(self, **options: Any) -> Environment:
        kind = Environment if self.folder is None else ImmutableSandboxedEnvironment
        return kind(
            loader=self._loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options
        )

    def _check(self, folder: Path) -> None:
        if not folder.is_dir():
            what = "is not a folder" if folder.exists() else "does not exist"
            raise TemplateError(f"--template {folder}: it {what}")
        names = [name for name in LOADER.list_templates() if (folder / name).is_file()]
        names = [name for name in names if name.endswith((".j2", ".css", ".js"))]
        if not names:
            raise TemplateError(
                f"--template {folder}: no file in it has the name of a template, such as html/_verdict.html.j2 or"
                " markdown/comment.md.j2"
            )
        for name in names:
            with self._told(name):
                environment = self.markdown if name.startswith("markdown/") else self.html
                if name.endswith(".j2"):
                    environment.get_template(name)
                else:
                    self.source(name)

    @contextmanager
    def _told(self, name: str = "") -> Iterator[None]:
        """What goes wrong in a file of the folder becomes one sentence with its place; all else is a defect of ours."""
        try:
            yield
        except TemplateSyntaxError as error:
            if self._own(error.filename):
                raise TemplateError(f"{error.filename}:{error.lineno}: {error.message}") from None
            raise
        except UnicodeDecodeError:
            raise TemplateError(f"{self.folder}/{name}: the file is not UTF-8") from None
        except Exception as error:
            frames = [frame for frame in extract_tb(error.__traceback__) if self._own(frame.filename)]
            if not frames:
                raise
            said = " ".join(str(error).split()) or type(error).__name__
            raise TemplateError(f"{frames[-1].filename}:{frames[-1].lineno}: {said}") from None

    def _own(self, path: str | None) -> bool:
        return self.folder is not None and path is not None and Path(path).is_relative_to(self.folder)


OWN = Templates()


def html_environment() -> Environment:
    """Ours for ``html/*.html.j2``."""
    return OWN.html


def markdown_environment() -> Environment:
    """Ours for ``markdown/*.md.j2``."""
    return OWN.markdown


def source(name: str) -> str:
    """The text of a file of the template package, such as ``html/style.css``."""
    return OWN.source(name)
