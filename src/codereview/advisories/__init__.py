"""The user's own copy of the advisories on Python packages: imported from a file, asked without a network.

`database` answers, `importing` fills it, `endpoint` serves it to others. Nothing is imported here, since every
audit asks for the `place` of the database, and few for what is in it.
"""
