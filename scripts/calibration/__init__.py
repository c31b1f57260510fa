"""What `scripts/calibrate.py` is made of: the pinned projects, their archives, their figures, the half-lives."""
