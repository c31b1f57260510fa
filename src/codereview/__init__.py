"""codereview: audits a Python repository without running it and emits a graded review report."""

__version__ = "0.1.0"
