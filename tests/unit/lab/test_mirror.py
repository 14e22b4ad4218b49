import shutil
from pathlib import Path

import pytest

from ctid.lab.mirror import list_sources, own_mirror

needs_apt = pytest.mark.skipif(shutil.which("apt-get") is None, reason="apt reads its sources itself")

DEB822 = """\
Types: deb deb-src
# one comment
URIs: https://mirror.example/debian
Suites: trixie trixie-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
Enabled: no
URIs: https://off.example/debian
Suites: trixie
Components: main
"""
ONE_LINE = """\
# deb https://off.example/debian trixie main
deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] https://one.example/debian/ trixie main  # ours
deb-src https://src.example/debian trixie main
"""


@pytest.fixture
def apt(tmp_path: Path) -> dict[str, str]:
    """An apt of our own with both kinds of sources."""
    parts = tmp_path / "sources.list.d"
    for folder in (parts, tmp_path / "state/lists/partial", tmp_path / "none"):
        folder.mkdir(parents=True)
    (parts / "debian.sources").write_text(DEB822)
    (parts / "more.list").write_text(ONE_LINE)
    (tmp_path / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "none"; Dir::Etc::sourceparts "{parts}"; Dir::Etc::parts "{tmp_path}/none";\n'
        f'Dir::State "{tmp_path}/state"; Dir::Cache "{tmp_path}"; APT::Architecture "amd64";\n'
    )
    return {"APT_CONFIG": str(tmp_path / "apt.conf")}


@needs_apt
def test_both_ways_to_write_package_sources_are_read_and_disabled_ones_are_not(apt: dict[str, str]) -> None:
    sources = list_sources(apt)
    assert ("https://mirror.example/debian/", "trixie", "main") in sources
    assert ("https://mirror.example/debian/", "trixie-updates", "contrib") in sources
    assert ("https://one.example/debian/", "trixie", "main") in sources
    assert not [row for row in sources if "off" in row[0] or "src" in row[0]]


@needs_apt
def test_each_source_is_listed_once(apt: dict[str, str]) -> None:
    sources = list_sources(apt)
    assert len(sources) == len(set(sources))


def test_the_mirror_of_all_debian_is_chosen_over_foreign_repositories() -> None:
    sources = [
        ("https://tools.example/", "bookworm", "main"),
        ("https://security.example/debian-security/", "bookworm-security", "main"),
        ("https://mirror.example/debian/", "bookworm", "main"),
    ]
    assert own_mirror(sources, "bookworm") == "https://mirror.example/debian"


def test_a_sites_own_proxy_with_another_path_is_better_than_none() -> None:
    assert own_mirror([("https://proxy.example/deb-remote/", "trixie", "main")], "trixie") == (
        "https://proxy.example/deb-remote"
    )


@pytest.mark.parametrize(
    "row",
    [
        ("https://tools.example/debian/", "nodistro", "main"),
        ("https://tools.example/debian/", "trixie", "stable"),
        ("cdrom://disc/debian/", "trixie", "main"),
    ],
)
def test_a_source_that_does_not_carry_all_of_debian_is_no_mirror(row: tuple[str, str, str]) -> None:
    assert own_mirror([row], "trixie") == ""
