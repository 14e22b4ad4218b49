"""What makes files outlive a power cut beyond their own fsync."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make files' coming, going and renaming durable: POSIX keeps that in their folder. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
