"""What all tests share: failing assertions of shared helpers say what they compared."""

import pytest

pytest.register_assert_rewrite("live_centre")
