"""Two audits -> what changed between them: findings one to one, and the change of the score by cause. Pure."""

from __future__ import annotations

from codereview.compare.build import compare as compare
from codereview.compare.values import Comparison as Comparison
