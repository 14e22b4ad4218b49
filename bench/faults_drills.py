"""The drills by name: what is done in each repetition, how often, and in what kind of house."""

from collections.abc import Mapping
from dataclasses import dataclass

import faults_kill
import faults_link
import faults_process
import faults_redirect
import faults_world
from faults_sitting import Repetition


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill. `linked` puts the proxy between daemon and switch; `small_disk` gives the database 8 MB.

    One that `moves` callers behind the daemon's back is judged by the callers alone.
    """

    repeat: Repetition
    times: int = 20
    per_sitting: int = 10
    linked: bool = False
    moves: bool = False
    small_disk: bool = False
    tells: str | None = None  # the error that the daemon is right to tell of


DRILLS: Mapping[str, Drill] = {
    "kill": Drill(faults_kill.kill, times=200, per_sitting=25),
    "redirect": Drill(faults_redirect.redirect, moves=True),
    "freeze": Drill(faults_process.freeze),
    "asterisk_killed": Drill(faults_process.asterisk_killed),
    "asterisk_frozen": Drill(faults_process.asterisk_frozen),
    "ami_cut": Drill(faults_link.cut, linked=True),
    "half_open": Drill(faults_link.half_open, linked=True),
    "doubled": Drill(faults_link.doubled, linked=True),
    "sliced": Drill(faults_link.sliced, linked=True),
    "flood": Drill(faults_link.flood, linked=True),
    "db_locked": Drill(faults_world.db_locked),
    "db_full": Drill(faults_world.db_full, small_disk=True, tells="No space left on device"),
    "drain": Drill(faults_process.drain),
    "two": Drill(faults_process.two),
    "phone_gone": Drill(faults_world.phone_gone),
    "crash": Drill(faults_process.crash, per_sitting=20),
}
