"""Let a worker live at another time, to see in minutes what happens in weeks. Nothing in the site itself can do this.

Python runs this file by itself when its directory stands in PYTHONPATH; CLOCK_FILE holds how many seconds the clock of
that one process is ahead, and may be written anew while it runs.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from trianon.core import clock


class Hands:
    """In the place of the variable that the demonstration tells its past by."""

    def get(self):
        return datetime.now(UTC) + timedelta(seconds=float(Path(os.environ["CLOCK_FILE"]).read_text()))


clock._told = Hands()
