"""A flow drawn: every way has its arrow, nothing lies on anything else, calls are counted where they went."""

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.config.sections import SiteFiles
from ctid.ivr.graph.layers import GAP, LAYER, lay_out
from ctid.ivr.graph.mermaid import write_mermaid
from ctid.ivr.graph.shape import count, drawing
from ctid.ivr.graph.svg import write_svg
from ctid.ivr.path import read_path
from ctid.runtime.sources import read_sources

CALLS = [
    (read_path("greet next > welcome 2 > main_menu 2 > to_billing"), "wait"),
    (read_path("greet next > welcome 2 > main_menu 0 > to_support"), "wait"),
    (read_path("greet next > welcome 1 > main_menu * > main_menu"), ""),
    (read_path("greet next > welcome"), ""),
]


@pytest.fixture(scope="module")
def flows():
    return read_sources(SiteFiles()).flows


def test_mermaid_has_every_node_and_every_way(flows):
    for flow in flows.values():
        text = write_mermaid(drawing(flow))
        assert all(f'["{name}<br/>' in text for name in flow.nodes)
        ways = {(name, way.target) for name, node in flow.nodes.items() for way in node.exits()}
        assert text.count("-->") == len(ways)


def test_a_picture_is_sound_xml_that_names_every_node(flows):
    for flow in flows.values():
        root = ET.fromstring(write_svg(drawing(flow)))
        words = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
        assert set(flow.nodes) <= words


def test_calls_are_counted_on_the_ways_they_went_and_where_they_gave_up(flows):
    traffic = count(CALLS)
    drawn = drawing(flows["main"], traffic)
    share = {(arrow.source, arrow.target): arrow.share for arrow in drawn.arrows}
    assert share["welcome", "main_menu"] == 0.75
    assert share["main_menu", "to_billing"] == share["main_menu", "main_menu"] == 0.25
    assert traffic.gave_up == {"main_menu": 1, "welcome": 1} and traffic.calls == 4
    notes = {box.name: box.note for box in drawn.boxes}
    assert notes["welcome"] == "4 · ✕ 25%" and notes["leave_message"] == ""


BOXES = st.integers(1, 9).map(lambda number: [f"b{n}" for n in range(number)])


@settings(deadline=None)
@given(st.data())
def test_boxes_of_any_graph_stand_apart_and_arrows_pass_every_layer_between(data):
    boxes = data.draw(BOXES)
    edges = data.draw(st.lists(st.tuples(st.sampled_from(boxes), st.sampled_from(boxes)), unique=True))
    widths = {box: data.draw(st.floats(20, 200)) for box in boxes}
    layout = lay_out(boxes, edges, widths)
    for one, other in combinations(boxes, 2):
        (x, y), (other_x, other_y) = layout.places[one], layout.places[other]
        room = (widths[one] + widths[other]) / 2 + GAP
        assert y != other_y or abs(x - other_x) >= room - 1e-6
    for source, target in {edge for edge in edges if edge[0] != edge[1]}:
        bends = layout.bends[source, target]
        heights = [layout.places[source][1], *(y for _, y in bends), layout.places[target][1]]
        assert all(abs(below - above) == LAYER for above, below in pairwise(heights))


def test_the_picture_in_the_documentation_is_the_flow_that_ships(flows):
    picture = Path(__file__).parents[3] / "docs/pictures/flow-main.svg"
    assert picture.read_text("utf-8") == write_svg(drawing(flows["main"])) + "\n", (
        "draw it anew: ctid ivr graph main --svg > docs/pictures/flow-main.svg"
    )
