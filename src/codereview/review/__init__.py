"""Findings, root causes and outcomes -> what a reviewer concludes from them. Pure; nothing here enters the score."""
