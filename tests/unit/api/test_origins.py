import pytest
from aiohttp import WSServerHandshakeError


def _foreign(own: str) -> list[str]:
    scheme, rest = own.split("://")
    host, port = rest.split(":")
    return [
        "null",
        "",
        "https://evil.example",
        f"https://{rest}",
        f"{scheme}://{host}",
        f"{scheme}://{host}:{int(port) + 1}",
        f"{own}.evil.example",
        f"{scheme.upper()}://{rest}",
        f"{own}/",
    ]


@pytest.mark.parametrize("which", range(9))
async def test_a_page_of_another_origin_can_change_nothing(world, which):
    await world.sign_in()
    origin = _foreign(world.origin)[which]
    answer = await world.client.post("/api/v1/me/sign-on", headers={"Origin": origin})
    assert answer.status == 403
    assert (await answer.json())["code"] == "foreign_origin"
    assert world.centre.asked == []


@pytest.mark.parametrize("which", range(9))
async def test_a_page_of_another_origin_cannot_listen(world, which):
    await world.sign_in()
    with pytest.raises(WSServerHandshakeError) as refusal:
        await world.client.ws_connect("/ws", origin=_foreign(world.origin)[which])
    assert refusal.value.status == 403


async def test_a_socket_without_an_origin_is_refused(world):
    await world.sign_in()
    with pytest.raises(WSServerHandshakeError) as refusal:
        await world.client.ws_connect("/ws")
    assert refusal.value.status == 403


async def test_a_program_without_an_origin_may_send_commands(world):
    await world.sign_in()
    assert (await world.client.post("/api/v1/me/sign-on")).status == 200


async def test_behind_a_proxy_that_speaks_https_the_origin_is_https(world):
    await world.sign_in()
    headers = {"X-Forwarded-Proto": "https", "Origin": world.origin.replace("http:", "https:")}
    assert (await world.client.post("/api/v1/me/sign-on", headers=headers)).status == 200
