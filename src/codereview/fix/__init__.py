"""Verified edits: findings in, unified diffs out.

`codereview.fix.verify` proposes and applies, `codereview.fix.edits` knows which rule has an edit,
`codereview.fix.patch` makes diffs and writes files. An edit is a pure function of a file's text; it reads the
syntax with `ast` (whose positions findings carry) and rewrites with libcst (which keeps comments and layout).
"""
