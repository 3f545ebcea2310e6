"""This bot as its own process: `python -m bench.ours`, with its settings in the environment."""

import os
import sys

import app
from bench.entra import lead_entra_to

if __name__ == "__main__":
    lead_entra_to(os.environ["UNASSIGN_REHEARSAL_URL"])
    sys.exit(app.serve())
