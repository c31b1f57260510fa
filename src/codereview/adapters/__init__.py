"""Other tools, asked about the same files: commands out, `ToolRun` values in.

`process` alone starts anything. An adapter is two pure functions around one process: ``commands`` says what
to run, ``read`` turns what it printed into diagnostics. Nothing of the audited repository steers a tool.
"""
