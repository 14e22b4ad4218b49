"""P12: the same log gives the same decisions, whatever order Python's sets and hashes have."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[2]
PLAY = """
from hashlib import sha256
from routing_worlds import happenings, world
from ctid.routing.indexed import IndexedRouter
told = sha256()
for seed in range(20):
    around = world(seed)
    router = IndexedRouter(around.rules)
    for event in happenings(around, 200, lambda: None):
        offers = event.tell(router)
        around.follow(offers)
        told.update(repr((event.kind, offers, router.next_deadline())).encode())
print(told.hexdigest())
"""


def played(hash_seed: str) -> str:
    paths = os.pathsep.join((str(HERE), str(HERE / "tests/stage")))
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths}
    told = subprocess.run(
        (sys.executable, "-c", PLAY), env=surroundings, check=True, capture_output=True, text=True
    )
    return told.stdout


def test_p12_the_same_log_gives_the_same_decisions_under_another_hash_seed() -> None:
    assert played("1") == played("2") != ""
