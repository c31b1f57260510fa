"""Which kinds of tests a project has."""
