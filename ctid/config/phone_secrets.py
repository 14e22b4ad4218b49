"""The passwords with which agents' browsers register, out of a file that only ctid and root may read.

It is JSON, `{"1001": "…"}`: the name of an agent's phone (centre.yaml) and the password of its browser's
endpoint (pjsip.conf).
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr, TypeAdapter, ValidationError

from ctid.config.findings import Findings, shown
from ctid.config.settings_wordings import SETTINGS_WORDINGS
from ctid.model.mistakes import Place, Text

_FORM = TypeAdapter(dict[str, SecretStr])


def read_phone_secrets(file: Path | None) -> Mapping[str, SecretStr]:
    """Read the passwords by phone; None holds none. Raises Mistaken (S109)."""
    if file is None:
        return {}
    findings = Findings(SETTINGS_WORDINGS)
    try:
        return _FORM.validate_json(file.read_bytes(), strict=True)
    except OSError as error:
        findings.add("S109", _PLACE, found=shown(str(file)), cause=error.strerror or "?")
    except ValidationError:
        findings.add("S109", _PLACE, found=shown(str(file)), cause=_NO_JSON)
    findings.settle()
    return {}


_PLACE = Place("switch.phone_secrets_file")
_NO_JSON = Text('it is not JSON of the form {"1001": "…"}', '不是形如 {"1001": "…"} 的 JSON')
