"""`ctid why` in a folder where nobody has called yet."""

from typing import Any

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("call", ["last", "sw1:1763781000.12", "+12025550101", "[red]; DROP TABLE"])
async def test_a_call_that_never_came_is_told_with_its_remedy(shell: Any, call: str) -> None:
    assert await shell.refuses("why", call) == ["CALL R150"]
