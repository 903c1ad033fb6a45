from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import PolemosError
from polemos.report import Edition, charts, svg
from polemos.report._doc import Figure, Panel
from polemos.report._scales import apart, scale, time_ticks, wrap

SIZES = st.lists(
    st.tuples(st.floats(0, 300), st.floats(10, 50)), min_size=1, max_size=9
)


@given(SIZES)
def test_labels_never_overlap(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = zip(*labels, strict=True)
    centres = apart(wanted, sizes, 300)
    spans = sorted((c - s / 2, c + s / 2) for c, s in zip(centres, sizes, strict=True))
    assert all(a[1] <= b[0] + 0.2 for a, b in pairwise(spans))
    assert spans[0][0] >= -0.2


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.booleans(),
)
def test_the_axis_holds_every_value(values: list[float], zero: bool) -> None:
    values = [v / 1000 for v in values]
    made = scale(values, 240, zero=zero)
    assert made.low <= min(values)
    assert max(values) <= made.high
    assert 2 <= len(made.ticks) <= 9
    assert not zero or made.low <= 0 <= made.high


def test_long_labels_break_between_chinese_characters_and_english_words() -> None:
    zh = wrap("對方宣稱的乙國坦克（累計）", 66)
    assert zh == ["對方宣稱的乙", "國坦克", "（累計）"]
    assert wrap("as the other side claims", 70) == ["as the", "other side", "claims"]


def test_time_axes_speak_each_language() -> None:
    long = time_ticks(date(2022, 1, 1), date(2026, 8, 1), "zh")
    assert list(long.values()) == ["2022年", "2023年", "2024年", "2025年", "2026年"]
    short = time_ticks(date(2025, 11, 1), date(2026, 3, 1), "en")
    assert list(short.values()) == [
        "November 2025",
        "Dec",
        "January 2026",
        "Feb",
        "Mar",
    ]


def panels(edition: Edition, lang: str) -> list[Panel]:
    blocks = edition.documents[lang].blocks
    return [p for b in blocks if isinstance(b, Figure) for p in b.drawing.panels]


def test_every_weight_in_every_chart_is_regular(edition: Edition) -> None:
    for panel in panels(edition, "zh"):
        assert "bold" not in str(panel.spec)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_specification_is_valid_vega_lite(edition: Edition, lang: str) -> None:
    import altair as alt

    for panel in panels(edition, lang):
        alt.LayerChart.from_dict(panel.spec, validate=True)


def test_print_leaves_out_what_answers_to_a_pointer(edition: Edition) -> None:
    made = charts.to_print(panels(edition, "en")[0], 600)
    assert "hover" not in str(made)
    assert made["width"] == 600


def drawn(some: list[Panel]) -> list[str]:
    return list(svg.draw(charts.to_print(p, 627) for p in some))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_last_value_and_its_date_are_drawn(edition: Edition, lang: str) -> None:
    (image,) = drawn(panels(edition, lang)[:1])
    assert ">114.7<" in image
    assert (">2032年7月<" if lang == "zh" else ">July 2032<") in image


def test_the_map_shows_held_gained_and_lost_with_a_scale(edition: Edition) -> None:
    made = [p for p in panels(edition, "en") if p.aspect is not None]
    assert len(made) == 2
    whole, inset = drawn(made)
    for colour in ("#dfa59e", "#b4463c", "#2f6db3"):
        assert colour in whole
    assert "100 km" in whole
    assert "Middle" in whole
    assert "100 km" in inset or "50 km" in inset


def test_drawing_twice_gives_the_same_bytes(edition: Edition) -> None:
    specs = [charts.to_print(p, 627) for p in panels(edition, "zh")[:4]]
    with svg.Drawer() as drawer:
        beside = [drawer.ask(spec) for spec in specs]
        once = list(svg.draw(specs))
        assert once == list(svg.draw(specs)) == [image.result() for image in beside]


def test_a_drawing_that_fails_is_named() -> None:
    with svg.Drawer() as drawer:
        wrong = [drawer.ask({"mark": "no such mark"}) for _ in range(2)]
        for image in wrong:
            with pytest.raises(PolemosError, match="process ended with 1: "):
                image.result()


def test_what_nobody_waits_for_is_not_drawn(edition: Edition) -> None:
    spec = charts.to_print(panels(edition, "zh")[0], 627)
    with svg.Drawer() as drawer:
        asked = [drawer.ask(spec) for _ in range(200)]
    assert asked[-1].cancelled()
