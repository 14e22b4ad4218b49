"""The command that makes and removes integrations."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ctid.cli import app
from ctid.model.integrations import Right
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.runtime import integrations
from ctid.store.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ctid.db"


def test_the_secret_is_printed_alone_and_holds_32_bytes(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTID_STORE__URL", url)
    said = CliRunner().invoke(app, ["integration", "crm", "--may", "pops"], catch_exceptions=False)
    assert said.exit_code == 0
    prefix, _, coded = said.stdout.strip().partition("_")
    assert prefix == "whsec" and len(base64.b64decode(coded)) == 32


async def test_rights_are_all_unless_some_are_named(url: str) -> None:
    await integrations.add(url, "crm", frozenset(Right))
    await integrations.add(url, "kiosk", frozenset({Right.POPS}))
    store = await Store.open(url, clock=lambda: datetime.now(UTC))
    rights = {each.name: each.rights for each in await store.integrations()}
    await store.close()
    assert rights == {"crm": frozenset(Right), "kiosk": frozenset({Right.POPS})}


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (lambda url: integrations.add(url, "crm", frozenset()), "R111"),
        (lambda url: integrations.add(url, "a b", frozenset()), "R112"),
        (lambda url: integrations.remove(url, "erp"), "R113"),
    ],
)
async def test_what_cannot_be_done_is_said_in_both_languages(url: str, work, code: str) -> None:
    await integrations.add(url, "crm", frozenset(Right))
    with pytest.raises(Mistaken) as caught:
        await work(url)
    [mistake] = caught.value.mistakes
    assert mistake.code == code
    assert mistake.words(Language.EN) != mistake.words(Language.ZH)
