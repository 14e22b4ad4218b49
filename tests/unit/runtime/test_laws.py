"""The laws of calling are read with the other files of the site."""

import pytest

from ctid.config.sections import SiteFiles
from ctid.model.mistakes import Mistaken
from ctid.runtime.sources import read_sources


def test_the_laws_are_read_with_the_site():
    assert [law.name for law in read_sources(SiteFiles()).laws] == ["ca", "cn", "de", "fr", "gb", "us"]


def test_a_site_that_calls_nobody_needs_no_laws(tmp_path):
    assert read_sources(SiteFiles(laws=tmp_path)).laws == ()


def test_a_mistake_in_a_law_stops_what_would_run_on_it(tmp_path):
    (tmp_path / "us.yaml").write_text("title: {en: US, zh: 美国}\ncountries: [US]\neditions: []\n")
    with pytest.raises(Mistaken) as caught:
        read_sources(SiteFiles(laws=tmp_path))
    assert [(each.code, each.place.line) for each in caught.value.mistakes] == [("C122", 3)]
