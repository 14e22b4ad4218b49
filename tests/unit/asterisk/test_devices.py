"""An agent's phone is a desk phone and a browser, and one phone to everybody else."""

from ctid.asterisk.devices import browser_of, endpoint_of, phone_of, phones_of, to_ring


def test_a_browsers_endpoint_is_a_device_of_the_phone_it_is_named_after() -> None:
    assert phone_of(browser_of("1001")) == phone_of("1001") == "1001"


def test_only_pjsip_devices_are_endpoints() -> None:
    assert endpoint_of("PJSIP/1001-web") == "1001-web"
    assert endpoint_of("Local/1001@x") == endpoint_of("MixMonitor") == ""


def test_a_phone_is_reachable_while_either_of_its_devices_is() -> None:
    devices = {
        "1001": False,
        "1001-web": True,
        "1002": True,
        "1002-web": False,
        "1003": False,
        "1003-web": False,
    }
    assert phones_of(devices) == {"1001": True, "1002": True, "1003": False}


def test_the_browser_is_rung_before_the_desk_phone_and_the_desk_phone_where_nothing_is_known() -> None:
    assert to_ring("1001", {"1001", "1001-web"}) == "1001-web"
    assert to_ring("1001", {"1001"}) == "1001"
    assert to_ring("1001", ()) == "1001"
