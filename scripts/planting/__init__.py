"""Faults that are planted into healthy code, to count how many an audit finds (see ``plant_faults.py``)."""
