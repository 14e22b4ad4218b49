from pathlib import Path

import pytest

from ctid.centre.overflow import SAYS
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.model.routing_policy import MOST_SAID
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


def test_a_text_with_a_number_is_one_prompt_a_number_but_for_those_that_are_written(tmp_path):
    write(tmp_path, a_en='n: "{n} ahead"\nn-1: Next', a_zh='n: "第{n}位"\nn-1: 下一位')
    texts = read_texts(tmp_path)
    assert list(texts[Language.EN].values())[:3] == ["Next", "2 ahead", "3 ahead"]
    assert texts[Language.ZH]["n-30"] == "第30位"
    assert len(texts[Language.ZH]) == 30


def test_a_number_may_be_written_by_itself_in_one_language_alone(tmp_path):
    write(tmp_path, a_en='n: "{n} minutes"', a_zh='n: "{n}分钟"\nn-2: 两分钟')
    texts = read_texts(tmp_path)
    assert (texts[Language.EN]["n-2"], texts[Language.ZH]["n-2"]) == ("2 minutes", "两分钟")


def test_whatever_a_waiting_caller_may_be_told_is_a_shipped_prompt():
    for said in read_texts(SHIPPED).values():
        assert {f"line-position-{n}" for n in range(1, MOST_SAID + 1)} <= said.keys()
        assert {f"line-wait-{n}" for n in range(1, MOST_SAID + 1)} | {"line-wait-longer"} <= said.keys()
        assert {*SAYS.values()} <= said.keys()


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
