"""Webhooks as the daemon puts them together out of its settings."""

from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from ctid.config.settings import read_settings
from ctid.model.mistakes import Mistaken
from ctid.runtime.webhooks import allowance_of, open_webhooks, read_endpoints
from ctid.store.store import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def settings(**environ):
    return read_settings(None, {f"CTID_WEBHOOKS__{name}": value for name, value in environ.items()}).webhooks


def test_by_default_nothing_but_https_to_public_addresses_is_allowed():
    allowed = allowance_of(settings())
    assert (allowed.http, allowed.ports, allowed.hosts, allowed.networks) == (False, {443, 8443}, set(), ())


def test_the_environment_says_what_else_is():
    allowed = allowance_of(
        settings(
            ALLOW_HTTP="true",
            ALLOW_PORTS="443, 9000",
            ALLOW_HOSTS="CRM.internal.,erp",
            ALLOW_NETWORKS="10.0.0.0/8,fd00::/8",
        )
    )
    assert (allowed.http, allowed.ports, allowed.hosts) == (True, {443, 9000}, {"crm.internal", "erp"})
    assert allowed.networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def test_the_file_is_read_by_the_rules_of_the_settings(tmp_path: Path):
    file = tmp_path / "webhooks.yaml"
    key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    file.write_text(f"endpoints:\n  crm: {{url: https://10.0.0.1/, secrets: [{key}]}}\n")
    with pytest.raises(Mistaken, match=r"webhooks.yaml:2:14: W101 .*allow_networks"):
        read_endpoints(settings(ENDPOINTS=str(file)), NOW)
    (one,) = read_endpoints(settings(ENDPOINTS=str(file), ALLOW_NETWORKS="10.0.0.0/8"), NOW)
    assert one.id == "whe_crm"
    assert read_endpoints(settings(), NOW) == ()
    with pytest.raises(Mistaken, match="W106"):
        read_endpoints(settings(ENDPOINTS=str(tmp_path / "none")), NOW)


async def test_the_parts_fit_the_store(tmp_path: Path):
    store = await Store.open(f"sqlite:///{tmp_path}/ctid.db", clock=lambda: NOW)
    async with open_webhooks(settings(), store, lambda: NOW) as parts:
        assert parts.desk.endpoints() == []
        assert parts.desk.objection("https://10.0.0.1/") is not None
    await store.close()
