"""Findings and shares -> scores, caps, points, root causes; and all of it again without what is fixed. Pure."""

from __future__ import annotations

from codereview.model import Ratio as Ratio
from codereview.score.formula import ScoreInput as ScoreInput
from codereview.score.formula import ScoreResult as ScoreResult
from codereview.score.formula import score as score
from codereview.score.formula import soft_cap as soft_cap
