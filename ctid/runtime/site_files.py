"""Writing into the site's files: what was changed live, and what was applied earlier, flows too.

Nothing that a person wrote is lost by putting something back. A flow that there was not then could name what
the earlier `centre.yaml` has not, so it may not stay among the flows: it stays beside them by another name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ctid.config.centre import read_site
from ctid.config.sections import SiteFiles
from ctid.config.write_back import written_back
from ctid.model.configuration import AppliedSite, LiveSkills, still_live, with_live
from ctid.runtime.sources import read_sources

ASIDE = ".put-aside"


@dataclass(slots=True)
class PutBack:
    """What was done to the files: what stood in those that were written, and those that were put aside."""

    written: dict[Path, str | None] = field(default_factory=dict)  # None: there was no such file
    aside: list[Path] = field(default_factory=list)

    def undo(self) -> None:
        """Have the files be what they were."""
        for file, text in self.written.items():
            if text is None:
                file.unlink()
            else:
                write_whole(file, text)
        for file in self.aside:
            file.with_name(file.name + ASIDE).rename(file)


def put_back(files: SiteFiles, applied: AppliedSite) -> PutBack:
    """Write a configuration into the files; its flows only if it knows their texts."""
    done = PutBack()
    texts = {files.flows / f"{name}.yaml": text for name, text in applied.texts.items()}
    for file, text in {files.centre: applied.centre, **texts}.items():
        now = file.read_text("utf-8") if file.exists() else None
        if now != text:
            write_whole(file, text)
            done.written[file] = now
    for file in files.flows.glob("*.yaml") if texts else ():
        if file not in texts:
            file.rename(file.with_name(file.name + ASIDE))
            done.aside.append(file)
    return done


def write_back(files: SiteFiles, changed_live: Iterable[LiveSkills]) -> int:
    """Write what is live into the file, which must be sound; return of how many agents. Raises `Mistaken`."""
    sources = read_sources(files)
    found = [still_live(sources.site, live) for live in changed_live]
    live = {each.agent: each for each in found if each.levels}
    text = written_back(sources.written, live.values())
    site = read_site(text, str(files.centre), flows=set(sources.flows))
    assert site == with_live(sources.site, live), "it would be written otherwise than it is live"
    write_whole(files.centre, text)
    return len(live)


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, "utf-8")
    if file.exists():
        new.chmod(file.stat().st_mode)
    new.replace(file)
