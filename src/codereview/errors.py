"""The exceptions that codereview raises on purpose.

    CodereviewError             shown as one sentence, exit status 2
    ├── ConfigError             a configuration file or flag that cannot be used
    ├── RepositoryError         the folder to audit is missing, unreadable or holds no Python
    ├── PluginError             a rule module that cannot be loaded or breaks the rule contract
    ├── AuditFileError          an Audit file given to `render` that cannot be read
    ├── TemplateError           a folder of templates that cannot be used, or an error in one of them
    ├── FixError                a file that an edit must not be written to
    └── ToolError               an external program that failed

Anything else that reaches the command line is a defect of codereview and shows its trace.
"""

from __future__ import annotations


class CodereviewError(Exception):
    """Base of all expected failures; ``str(error)`` is one sentence that says what to do."""


class ConfigError(CodereviewError):
    """A configuration value that cannot be used; the message names file, key and what is expected."""


class RepositoryError(CodereviewError):
    """The audited folder is missing, is not a folder, cannot be read, or holds no Python file."""


class PluginError(CodereviewError):
    """A rule package or rule folder that cannot be loaded; the message names it and the cause."""


class AuditFileError(CodereviewError):
    """An Audit JSON file that is not readable, not JSON, or not of a known schema."""


class TemplateError(CodereviewError):
    """A folder of templates that cannot be used, or a template in it that fails; the message names file and line."""


class FixError(CodereviewError):
    """An edit that is not written: the file changed since the audit, or does not belong to the repository."""


class ToolError(CodereviewError):
    """An external program that could not be started, ran out of time, or failed.

    Attributes:
        tool: the program's name.
        exit_code: its exit status, or None when it never ended by itself.
        stderr: the last lines it printed.
    """

    def __init__(self, tool: str, exit_code: int | None, stderr: str) -> None:
        self.tool = tool
        self.exit_code = exit_code
        self.stderr = stderr
        ending = "did not finish" if exit_code is None else f"ended with status {exit_code}"
        super().__init__(f"{tool} {ending}: {stderr.strip() or 'it printed nothing'}")
