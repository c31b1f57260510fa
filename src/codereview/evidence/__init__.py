"""What other programs left behind: coverage, test results, benchmarks and SARIF, read from bytes and never run.

Everything here is pure: bytes in, values out. The files are hostile input; what cannot be read becomes one
sentence. Start with `codereview.evidence.reading.read`.
"""
