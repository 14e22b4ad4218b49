"""A short sitting of the drills that matter most: `script/bench faults` runs them all, and far longer."""

import tempfile
from pathlib import Path

import pytest

from ctid.lab.tree import find_or_fetch

pytestmark = pytest.mark.asterisk


@pytest.mark.parametrize("drill", ["kill", "freeze", "asterisk_killed", "ami_cut", "doubled"])
async def test_no_call_is_lost_and_none_is_forgotten(drill: str) -> None:
    from faults import DRILLS, house, repeat  # noqa: PLC0415  (bench/ is found when the tests run)

    with tempfile.TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        async with house(find_or_fetch(print), drill, Path(name)) as sitting:
            _, found = await repeat(sitting, drill, seed=1)
            found += [*await sitting.wind_up(), *sitting.complaints(DRILLS[drill].tells)]
    assert found == []
