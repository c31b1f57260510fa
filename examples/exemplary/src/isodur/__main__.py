"""Makes ``python -m isodur`` the same as ``isodur``."""

import sys

from isodur.cli import main

if __name__ == "__main__":
    sys.exit(main())
