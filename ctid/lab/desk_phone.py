"""An agent's desk phone that dials by itself, played by SIPp."""

from urllib.parse import quote

from ctid.lab.sipp import Outside, Sipp
from ctid.lab.steps import Step, may_play_tones, write_steps
from ctid.lab.stories import CallerStory, tell_caller


class Dialling:
    """One call that a desk phone places: `dialled` is the user part of the URI, as it goes over the wire.

    It hangs up by its `steps`, else it stays until the other side ends it. The number and the name it shows
    are its own, unless hostile ones are given.
    """

    def __init__(
        self, outside: Outside, user: str, secret: str, dialled: str, *, ip: str, name: str = ""
    ) -> None:
        self._sipp = Sipp(outside, ip, f"dialling-{user}")
        self._user, self._secret, self._dialled, self._name = user, secret, dialled, name

    async def start(self, *steps: Step) -> None:
        """Dial."""
        scenario = self._sipp.write_scenario("dialling.xml", steps=write_steps(steps, tones=may_play_tones()))
        keys = {"user": self._user, "ani": self._user, "secret": self._secret, "ani_name": self._name}
        options = [word for name, value in keys.items() for word in ("-key", name, value)]
        await self._sipp.start(scenario, "-m", "1", "-s", self._dialled, *options)

    @property
    def codes(self) -> list[int]:
        """List the answers to its INVITEs so far, provisional ones too."""
        return [message.code for message in self._sipp.messages() if message.answers("INVITE")]

    @property
    def replaces(self) -> str:
        """Name this call as the end of a Refer-To (RFC 3891), "" until it is answered."""
        for message in self._sipp.messages():
            if message.code == 200 and message.answers("INVITE"):
                ours, theirs = (message.headers[name].partition("tag=")[2] for name in ("from", "to"))
                return f"?Replaces={quote(f'{message.call_id};to-tag={theirs};from-tag={ours}', safe='')}"
        return ""

    @property
    def story(self) -> CallerStory | None:
        """Tell what has happened after the digest was asked for."""
        messages = self._sipp.messages()
        asked = next((n for n, message in enumerate(messages) if message.code == 401), 0)
        return tell_caller(messages[asked + 1 :], self._dialled)

    async def wait(self, at_most: float = 60.0) -> CallerStory | None:
        """Wait (seconds) for the call's end and tell it; raise TimeoutError if it does not end."""
        try:
            await self._sipp.wait(at_most)
        finally:
            await self._sipp.stop()
        return self.story

    async def stop(self) -> None:
        """Hang up now; nothing is left behind."""
        await self._sipp.stop()
