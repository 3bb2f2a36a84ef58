"""Starts Curator: `python -m curator`."""

import sys

from curator.app import main

sys.exit(main())
