"""Agents' desk phones that dial by themselves, in a running centre."""

from ctid.lab.desk_phone import Dialling
from ctid.lab.steps import Step
from ctid.lab.stories import CallerStory
from live_centre import Centre, address


def desk(centre: Centre, id: str, dialled: str, *, name: str = "") -> Dialling:
    """Lay a call of an agent's phone out."""
    secret = centre.house.switch.plan.phone(id).secret
    return Dialling(centre.house.outside, id, secret, dialled, ip=address(id), name=name)


async def dials(centre: Centre, id: str, dialled: str, *steps: Step) -> CallerStory:
    """Have an agent's phone dial, and tell the call when it is over."""
    phone = desk(centre, id, dialled)
    await phone.start(*steps)
    story = await phone.wait(60)
    assert story is not None
    return story
