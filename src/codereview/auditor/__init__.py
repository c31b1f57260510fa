"""The whole audit in one call: collect, facts, rules, triage, score, edits, and the `Audit` that reports are
made of.
"""

from codereview.auditor.progress import Progress
from codereview.auditor.run import audit

__all__ = ["Progress", "audit"]
