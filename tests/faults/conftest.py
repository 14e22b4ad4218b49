"""The drills live in bench/, where they are also run by hand."""

import sys
from pathlib import Path

from centre_fixtures import folder, tools

__all__ = ["folder", "tools"]

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
