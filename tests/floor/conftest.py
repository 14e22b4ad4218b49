"""The floor on which routers are measured lives in bench/, where it is also run by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
