"""Findings of all rules -> the findings of the audit, by an ordered list of small pure steps; see
`pipeline`.
"""
