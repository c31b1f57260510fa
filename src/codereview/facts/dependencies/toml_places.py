"""Where the values of a TOML file stand: `tomllib` gives none, and findings need lines."""

from __future__ import annotations

import re
import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_HEADER = re.compile(r"\s*\[\[?([^\]#]+)\]\]?\s*(?:#.*)?$")


def load_toml(text: str) -> dict[str, Any] | str:
    """The data of a TOML text, or a clause that says why there is none."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        return f"is no TOML (line {place.group(1)})" if place else "is no TOML"
    except RecursionError:
        return "is nested too deeply"
    except (ValueError, OverflowError):
        return "is no TOML"


def table(data: object, *keys: str) -> dict[str, Any]:
    """The table at a path of keys; empty if there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def strings(value: object) -> list[str]:
    """The strings of an array; none if it is something else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


class Places:
    """Finds lines in the text of one TOML file. Each line of an array is given once, so that two equal
    entries have two places."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._used: set[tuple[int, str]] = set()
        self._sections: list[tuple[int, str]] = [(0, "")]
        for index, line in enumerate(self._lines):
            match = _HEADER.match(line) if line.lstrip().startswith("[") else None
            if match and "=" not in match.group(1) and "," not in match.group(1):
                self._sections.append((index, re.sub(r"[\s\"']", "", match.group(1))))

    def _ranges(self, section: str) -> list[range]:
        ends = [start for start, _ in self._sections[1:]] + [len(self._lines)]
        return [
            range(start, end)
            for (start, name), end in zip(self._sections, ends, strict=True)
            if name == section or name.startswith(section + ".")
        ]

    def of_string(self, section: str, value: str) -> int:
        """The line of a string in a table (or in those below it), else of the table, else 1."""
        quoted = (f'"{value}"', f"'{value}'", '"' + value.replace('"', '\\"') + '"')
        for lines in self._ranges(section):
            for index in lines:
                if any(q in self._lines[index] for q in quoted) and (index, value) not in self._used:
                    self._used.add((index, value))
                    return index + 1
        return self.of_section(section)

    def of_key(self, section: str, key: str) -> int:
        """The line of a key in a table, or of the table that the key opens, else of the table, else 1."""
        below = f"{section}.{key}"
        for lines in self._ranges(section):
            for index in lines:
                if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", self._lines[index]):
                    return index + 1
        for start, name in self._sections:
            if name == below:
                return start + 1
        return self.of_section(section)

    def of_section(self, section: str) -> int:
        """The line of a table's header, or of the nearest table above that has one, else 1."""
        while section:
            for start, name in self._sections[1:]:
                if name == section:
                    return start + 1
            section = section.rpartition(".")[0]
        return 1
