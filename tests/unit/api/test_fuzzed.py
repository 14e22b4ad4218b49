"""Hundreds of requests made up from the document, signed where they must be: nothing breaks or is untold."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.api.pretend_sign_in import PretendSession
from ctid.api.signed import new_secret
from ctid.model.commands import AttachData, Dispose, HoldCall, MakeCall, PopRecord
from ctid.model.integrations import Integration, Right

pytestmark = pytest.mark.slow

SECRET = new_secret(lambda size: bytes(range(size)))
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
STAGE = Path(__file__).parents[2] / "stage"


async def test_made_up_requests_are_answered_as_the_document_says(world, tmp_path):
    world.now = datetime.now(UTC)  # the other side signs by its own clock
    world.records.sessions["s"] = PretendSession("agent", "1001", world.now + timedelta(hours=12))
    world.records.integrated.append(Integration("crm", SECRET, frozenset(Right)))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{world.origin}/openapi.json"),
        *(
            "--header",
            "Cookie: ctid_session=s",
            "--exclude-path-regex",
            r"/ws|/stream|\{path\}$|^/$|/session",
        ),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--seed", "1"),
        *("--checks", ",".join(CHECKS), "--warnings", "off"),
        env={**os.environ, "SCHEMATHESIS_HOOKS": "sign_fuzzed", "PYTHONPATH": str(STAGE), "SECRET": SECRET},
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()[-4000:]
    made = {type(command) for command in world.centre.asked}
    assert made >= {MakeCall, PopRecord, AttachData, HoldCall, Dispose}
