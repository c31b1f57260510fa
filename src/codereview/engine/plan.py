"""Which rules run, with which options: chosen once in the parent, made again in every worker from plain
data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from codereview.api import Practice, Rule
from codereview.errors import ConfigError
from codereview.registry import load_practices, load_rules


class Plan(msgspec.Struct, frozen=True):
    """What a worker needs to make its rules: ids, options as plain values, folders, the project's Python; and the ids
    of practices, whose collectors it asks too."""

    rules: tuple[str, ...]
    options: dict[str, dict[str, Any]]
    folders: tuple[str, ...]
    python: tuple[int, int]
    practices: tuple[str, ...] = ()

    def instances(self) -> list[Rule]:
        """The rules, made.

        Raises:
            PluginError: a rule package or folder cannot be loaded.
            ConfigError: an option that a rule does not have, or of the wrong type.
        """
        wanted = set(self.rules)
        return [
            make(rule, self.options.get(rule.card.id, {}))
            for rule in load_rules(self.folders)
            if rule.card.id in wanted
        ]

    def practised(self) -> list[Practice]:
        """The practices, made.

        Raises:
            PluginError: a rule package or folder cannot be loaded.
        """
        wanted = set(self.practices)
        return [kind() for kind in load_practices(self.folders) if kind.id in wanted] if wanted else []


def make(rule: type[Rule], given: Mapping[str, Any]) -> Rule:
    """An instance of a rule with options from the configuration.

    Raises:
        ConfigError: the rule has no such option, or its value is of another type than the default.
    """
    if not given:
        return rule()
    known = (
        {field.name: field for field in dataclasses.fields(rule.options)} if rule.options is not None else {}
    )
    values: dict[str, Any] = {}
    for name, value in given.items():
        key = name.replace("-", "_")
        if key not in known:
            have = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise ConfigError(
                f"[tool.codereview.rule.{rule.card.id}] {name}: the rule has no such option; {have}"
            )
        default = getattr(rule.options, key)
        value = tuple(value) if isinstance(default, tuple) and isinstance(value, list) else value
        if not isinstance(value, type(default)) or isinstance(value, bool) is not isinstance(default, bool):
            raise ConfigError(
                f"[tool.codereview.rule.{rule.card.id}] {name}: expected {_kind(default)}, found {value!r}"
            )
        values[key] = value
    return rule(dataclasses.replace(rule.options, **values))


def _kind(default: object) -> str:
    names = {bool: "true or false", int: "a whole number", str: "a text", tuple: "a list"}
    return names.get(type(default), f"a {type(default).__name__}")


def unknown_options(rules: Iterable[type[Rule]], options: Mapping[str, Any]) -> Sequence[str]:
    """Rule ids that the configuration gives options for and that no rule has."""
    known = {rule.card.id for rule in rules}
    return [name for name in options if name not in known]
