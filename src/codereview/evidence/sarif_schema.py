"""The part of SARIF's objects that is read, named as there, in lower case; required fields have no default."""

from __future__ import annotations

from typing import Any

import msgspec


class Struct(msgspec.Struct, rename="camel"):
    """Base: the fields of the format are written in camel case."""


class Text(Struct):
    """A multiformatMessageString."""

    text: str | None = None
    markdown: str | None = None


class Message(Struct):
    """A message: text, or the id of one with its arguments."""

    text: str | None = None
    markdown: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class Configuration(Struct):
    """A reportingConfiguration."""

    level: str | None = None


class Descriptor(Struct):
    """A reportingDescriptor: a rule."""

    id: str
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    help: Text | None = None
    default_configuration: Configuration | None = None
    message_strings: dict[str, Text] | None = None
    properties: dict[str, Any] | None = None


class Component(Struct):
    """A toolComponent: the driver or an extension."""

    name: str
    version: str | None = None
    semantic_version: str | None = None
    rules: list[Descriptor] | None = None
    global_message_strings: dict[str, Text] | None = None


class Tool(Struct):
    """A tool with its extensions."""

    driver: Component
    extensions: list[Component] | None = None


class ComponentReference(Struct):
    """A toolComponentReference."""

    index: int | None = None


class Reference(Struct):
    """A reportingDescriptorReference."""

    id: str | None = None
    index: int | None = None
    tool_component: ComponentReference | None = None


class ArtifactLocation(Struct):
    """Where a file is: an address, perhaps relative to a base, or the index of an artifact."""

    uri: str | None = None
    uri_base_id: str | None = None
    index: int | None = None


class Artifact(Struct):
    """A file that a run knows."""

    location: ArtifactLocation | None = None
    hashes: dict[str, str] | None = None


class Area(Struct):
    """A region."""

    start_line: int | None = None
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Text | None = None


class PhysicalLocation(Struct):
    """A file and a region of it."""

    artifact_location: ArtifactLocation | None = None
    region: Area | None = None


class Location(Struct):
    """A location, perhaps with what is to be said of it."""

    physical_location: PhysicalLocation | None = None
    message: Message | None = None


class Suppression(Struct):
    """Why a result is not to be counted."""

    kind: str
    status: str | None = None
    justification: str | None = None


class Result(Struct):
    """One result."""

    message: Message
    rule_id: str | None = None
    rule_index: int | None = None
    rule: Reference | None = None
    kind: str | None = None
    level: str | None = None
    locations: list[Location] | None = None
    related_locations: list[Location] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    properties: dict[str, Any] | None = None


class Invocation(Struct):
    """How a run went."""

    execution_successful: bool | None = None


class Run(Struct):
    """One run of a tool."""

    tool: Tool
    results: list[Result] | None = None
    artifacts: list[Artifact] | None = None
    invocations: list[Invocation] | None = None
    original_uri_base_ids: dict[str, ArtifactLocation] | None = None
    column_kind: str | None = None


class Log(Struct):
    """The whole file."""

    version: str
    runs: list[Run]
