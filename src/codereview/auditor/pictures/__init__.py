"""Facts, findings and git's history -> what the pictures of a report are drawn from."""

from codereview.auditor.pictures.made import pictures_or_gap

__all__ = ["pictures_or_gap"]
