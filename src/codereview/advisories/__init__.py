"""The user's own copy of the advisories on Python packages: imported from a file, asked without a network."""

from codereview.advisories.database import Database, Status, database_path, folder, identity, lookup, read
from codereview.advisories.endpoint import Endpoint
from codereview.advisories.importing import Imported, import_file

__all__ = [
    "Database",
    "Endpoint",
    "Imported",
    "Status",
    "database_path",
    "folder",
    "identity",
    "import_file",
    "lookup",
    "read",
]
