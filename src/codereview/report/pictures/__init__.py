"""Pictures of an audit as coordinates and words, which templates write as SVG. Pure: equal audits, equal pictures."""

from codereview.report.pictures.cycle import cycle
from codereview.report.pictures.histogram import histogram
from codereview.report.pictures.histogram import name as bar_name
from codereview.report.pictures.scatter import scatter
from codereview.report.pictures.treemap import density, treemap
from codereview.report.pictures.trend import entries, trend
from codereview.report.pictures.words import commits, costliest, looked_at, other_models

__all__ = [
    "bar_name",
    "commits",
    "costliest",
    "cycle",
    "density",
    "entries",
    "histogram",
    "looked_at",
    "other_models",
    "scatter",
    "treemap",
    "trend",
]
