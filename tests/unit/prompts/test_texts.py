from pathlib import Path

import pytest

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.texts import read_texts

SHIPPED = Path(__file__).parents[3] / "ivr/prompts"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name.replace('_', '.')}.yaml").write_text(content, "utf-8")
    return folder


def test_the_shipped_texts_are_complete_in_both_languages():
    texts = read_texts(SHIPPED)
    assert texts[Language.EN].keys() == texts[Language.ZH].keys()
    assert "main-menu" in texts[Language.EN]


def test_texts_may_be_spread_over_several_files(tmp_path):
    write(tmp_path, a_en="one: One", b_en="two: Two", a_zh="one: 一", b_zh="two: 二")
    assert read_texts(tmp_path) == {
        Language.EN: {"one": "One", "two": "Two"},
        Language.ZH: {"one": "一", "two": "二"},
    }


def test_a_text_that_one_language_lacks_is_a_mistake_at_its_line_in_the_other(tmp_path):
    write(tmp_path, a_en="one: One\ntwo: Two\n", a_zh="one: 一\nthree: 三\n")
    with pytest.raises(Mistaken) as caught:
        read_texts(tmp_path)
    places = {(mistake.code, str(mistake.place)) for mistake in caught.value.mistakes}
    assert places == {("I107", f"{tmp_path}/a.en.yaml:2:1"), ("I107", f"{tmp_path}/a.zh.yaml:2:1")}


@pytest.mark.parametrize("line", ["One: x", "a_b: x", "one: ''", "one: [x]", "../one: x"])
def test_a_wrong_key_or_an_empty_text_is_a_mistake_with_its_place(tmp_path, line):
    write(tmp_path, a_en=f"ok: fine\n{line}\n", a_zh="ok: 好\n")
    with pytest.raises(Mistaken) as caught:
        read_texts(tmp_path)
    assert {mistake.place.line for mistake in caught.value.mistakes} == {2}
