"""Pictures of an audit as coordinates and words, which templates write as SVG. Pure: equal audits, equal pictures."""

from codereview.report.pictures.cycle import cycle
from codereview.report.pictures.histogram import histogram
from codereview.report.pictures.scatter import scatter
from codereview.report.pictures.treemap import treemap
from codereview.report.pictures.trend import entries, trend

__all__ = ["cycle", "entries", "histogram", "scatter", "treemap", "trend"]
