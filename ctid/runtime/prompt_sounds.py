"""What callers are to hear, and what Asterisk has of it.

`ctid prompts render` and `ctid centre apply` put sounds where Asterisk looks (switch.sounds); `ctid check`
tells which prompts of flows have none. A missing sound holds nothing up: the daemon may run on a
machine that cannot look, so whoever applies is told and goes on.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ctid.config.settings import Settings
from ctid.ivr.flow import Flow, Mention
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.prompts.engines import voices
from ctid.prompts.shelf import FOLDER, Shelf
from ctid.prompts.texts import Texts
from ctid.prompts.voice import OwnPrograms, Tools
from ctid.runtime.prompt_words import progress
from ctid.runtime.sources import Sources

Flows = Mapping[FlowName, Flow]


def shelf_of(settings: Settings, texts: Texts) -> Shelf:
    """Return the site's shelf of prompts."""
    return Shelf(texts, settings.prompts.recorded, settings.switch.sounds)


def put_out(settings: Settings, texts: Texts, language: Language) -> tuple[Path, int]:
    """Speak what nobody has recorded and put it where Asterisk looks; return where, and how many changed.

    Raises `Mistaken` (R24x).
    """
    said = settings.prompts
    find_voice = voices(said.engine, {Language.EN: said.voice_en, Language.ZH: said.voice_zh}, tools())
    with progress(language) as tell:
        folder, changed = shelf_of(settings, texts).put_out(find_voice, said.drafts, tell)
    return settings.switch.sounds or folder, changed


def put_out_if_possible(
    settings: Settings, sources: Sources, language: Language
) -> tuple[int, list[Mistake]]:
    """Do as `put_out` if Asterisk's sounds are at hand; return how many changed, and what is amiss still."""
    sounds = settings.switch.sounds
    if sounds is None:
        return 0, []
    if not sounds.is_dir():
        return 0, [_out_of_reach(sounds)]
    changed, amiss = 0, tuple[Mistake, ...]()
    try:
        _, changed = put_out(settings, sources.texts, language)
    except Mistaken as mistaken:
        amiss = mistaken.mistakes
    return changed, [*amiss, *without_sound(sources.flows, sounds)]


def without_sound(flows: Flows, sounds: Path | None) -> list[Mistake]:
    """Return a remark for each prompt that a flow plays and Asterisk lacks; none where nobody can look."""
    if sounds is None or not sounds.is_dir():
        return []
    lacking = [
        (mention, missing)
        for flow in flows.values()
        for mention in _mentioned(flow)
        if (missing := [spoken for spoken in flow.languages if not _file(sounds, spoken, mention).exists()])
    ]
    if lacking and not any(sounds.glob(f"*/{FOLDER}")):
        return [_no_sounds(sounds)]
    return [_silent(mention, missing) for mention, missing in lacking]


def tools() -> Tools:
    """Find what speaks and converts: what the demonstration fetched, so that it speaks on in one voice, or
    this machine's programs."""
    from ctid.lab.tree import already_fetched  # noqa: PLC0415  (the laboratory is for those who need it)

    return already_fetched() or OwnPrograms()


def _mentioned(flow: Flow) -> Iterator[Mention]:
    """Yield each prompt of a flow where it is named first."""
    seen = set()
    for written in flow.written.values():
        for mention in written.prompts:
            if mention.name not in seen:
                seen.add(mention.name)
                yield mention


def _file(sounds: Path, language: Language, prompt: Mention) -> Path:
    return sounds / language / FOLDER / f"{prompt.name}.wav"


_RENDER = Text(
    "run `ctid prompts render`, or `ctid centre apply`", "请运行 `ctid prompts render` 或 `ctid centre apply`"
)


def _silent(prompt: Mention, languages: Iterable[Language]) -> Mistake:
    missing = ", ".join(languages)
    return Mistake(
        "R248",
        prompt.place,
        Text(
            f'Asterisk has no sound of the prompt "{prompt.name}" ({missing})',
            f"Asterisk 没有提示音“{prompt.name}”的声音（{missing}）",
        ),
        Text("callers would hear nothing there", "来电者在此处将听不到声音"),
        _RENDER,
    )


def _no_sounds(sounds: Path) -> Mistake:
    return Mistake(
        "R248",
        Place(str(sounds)),
        Text("Asterisk has no sound of any prompt", "Asterisk 没有任何提示音的声音"),
        Text("callers would hear nothing", "来电者将听不到声音"),
        _RENDER,
    )


def _out_of_reach(sounds: Path) -> Mistake:
    return Mistake(
        "R249",
        Place(str(sounds)),
        Text("Asterisk's sounds are not here", "此处没有 Asterisk 的声音目录"),
        Text("prompts that changed are heard as they were", "已修改的提示音仍按原样播放"),
        Text(
            "run `ctid prompts render` on the switch's host; if it is this one, set switch.sounds",
            "请在交换机所在主机运行 `ctid prompts render`；若就是本机，请设置 switch.sounds",
        ),
    )
