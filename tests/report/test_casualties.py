"""Casualties from made-up estimates: the dead apart, authors once, vintages kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from polemos import wars
from polemos.core import Observation, Period, end_of_day
from polemos.indicators import Indicator, all_indicators, with_indicators
from polemos.models import forecast_id, score_id
from polemos.pipeline import open_world
from polemos.report import Edition, build
from polemos.report._desk import Desk
from polemos.report._doc import Paragraph, TableBlock, plain
from polemos.report._figure import Mark, RangeChart
from polemos.report._section import sections_of
from polemos.report.sections.casualties import casualties
from polemos.sources import (
    economist_casualties,
    estimates,
    meduza,
    mod_ua,
    mod_ua_orc,
    uk_mod,
)

MODULES = (mod_ua, mod_ua_orc, economist_casualties, uk_mod, meduza, estimates)
LAST = date(2025, 2, 24)


def told(
    series: str,
    on: date,
    value: float,
    *,
    low: float | None = None,
    high: float | None = None,
    known: date | None = None,
) -> Observation:
    k = known or on
    at = datetime(k.year, k.month, k.day, tzinfo=UTC)
    return Observation(series, Period.day(on), value, at, f"s{k}", low, high)


def claims(since: date, to: date) -> list[Observation]:
    days = (to - since).days
    return [
        told("mod_ua/losses.personnel@RUS", since + timedelta(n), 50_000.0 + 1000 * n)
        for n in range(days % 7, days + 1, 7)  # once a week, the last day included
    ]


ESTIMATES = [
    told("estimates/casualties.norway@RUS", date(2025, 2, 5), 600_000, low=600_000),
    told("estimates/casualties.uk@RUS", date(2024, 11, 19), 700_000, low=700_000),
    told("uk_mod/casualties.total@RUS", date(2024, 12, 31), 783_138),
    told("estimates/casualties.cia@RUS", date(2024, 1, 30), 315_000),
    told("estimates/dead.norway@RUS", date(2025, 2, 5), 115_000, low=115_000),
    told(
        "estimates/dead.bbc@RUS", date(2025, 2, 21), 120_000, low=120_000, high=200_000
    ),
    told("estimates/dead.us_officials@UKR", date(2024, 10, 10), 57_500, low=57_500),
    told("meduza/dead.named@RUS", date(2024, 12, 29), 90_000),
]
WORLD = [*claims(date(2022, 12, 1), LAST), *ESTIMATES]


def made_of_ours(i: Indicator) -> bool:
    stored = {s.id for m in MODULES for s in m.SOURCE.series}
    known = all_indicators()
    return all(u in stored or (u in known and made_of_ours(known[u])) for u in i.uses)


def desk(memory_view, records: list[Observation], day: date) -> Desk:
    view = memory_view(records, [m.SOURCE for m in MODULES], day)
    war = wars.load("rus-ukr")
    known = {k: i for k, i in all_indicators().items() if made_of_ours(i)}
    return Desk(with_indicators(view, known), war, day - timedelta(days=7))


def edition(memory_view, records: list[Observation], day: date) -> Edition:
    at = desk(memory_view, records, day)
    return build(at.view, at.war, "made up", sections=sections_of(("casualties",)))


def drawn(memory_view, key: str, day: date = LAST) -> list[str]:
    chart = casualties.content(desk(memory_view, WORLD, day)).figures[key]
    assert isinstance(chart, RangeChart)
    return [r.fact.series for r in chart.readings]


def test_dead_and_casualties_never_share_a_chart(memory_view) -> None:
    assert all("dead" not in s for s in drawn(memory_view, "hurt"))
    assert all("dead." in s for s in drawn(memory_view, "dead"))


def test_an_author_speaks_once_by_the_newest_reading(memory_view) -> None:
    hurt = drawn(memory_view, "hurt")
    assert "uk_mod/casualties.total@RUS" in hurt
    assert "estimates/casualties.uk@RUS" not in hurt


def test_an_old_estimate_is_left_out(memory_view) -> None:
    assert "estimates/casualties.cia@RUS" not in drawn(memory_view, "hurt")


def test_the_span_is_of_stated_numbers_and_intervals_stand_apart(memory_view) -> None:
    made = casualties.content(desk(memory_view, WORLD, LAST))
    assert made.facts["hurt_least"].value == 600_000
    assert made.facts["hurt_least_told"].series == "estimates/casualties.norway@RUS"
    assert made.facts["dead_least"].value == 115_000  # not the 90,000 names: a floor
    assert made.facts["dead_most"].value == 115_000  # no end of a range
    assert made.facts["dead_high_end"].value == 200_000
    assert made.flags["wider_dead"]


def test_a_title_reaches_to_the_ends_of_the_rows_below_it(memory_view) -> None:
    who = "estimates/casualties.{}@UKR".format
    old = told(who("leak"), date(2023, 2, 15), 124_500, low=124_500, high=131_000)
    stated = told(who("mivd"), date(2024, 12, 31), 500_000)
    wide = told(who("csis"), date(2024, 12, 1), 525_000, low=525_000, high=625_000)
    made = casualties.content(desk(memory_view, [*WORLD, old, stated, wide], LAST))
    assert made.flags["wider_other_hurt"]
    assert not made.flags["deeper_other_hurt"]
    assert made.facts["other_hurt_high_end"].value == 625_000
    assert made.facts["other_hurt_low_end"].value == 525_000  # not of an old estimate
    blocks = edition(memory_view, [*WORLD, old, stated, wide], LAST).documents["en"]
    words = " ".join(plain(b.title) for b in blocks.blocks if isinstance(b, TableBlock))
    assert "casualties 500,000 to 625,000" in words


def test_one_author_is_never_both_ends(memory_view) -> None:
    made = casualties.content(desk(memory_view, WORLD, LAST))
    assert made.flags["several_hurt"]
    assert made.quotes["hurt_least"] != made.quotes["hurt_most"]
    assert not made.flags["several_dead"]
    text = repr(edition(memory_view, WORLD, LAST).documents["en"].blocks)
    assert "one number is stated" in text


def test_a_claim_and_a_count_of_names_are_marked_as_such(memory_view) -> None:
    figures = casualties.content(desk(memory_view, WORLD, LAST)).figures
    marks = {
        r.fact.series: r.mark for k in ("hurt", "dead") for r in figures[k].readings
    }
    assert marks["polemos/casualties.claimed@RUS"] is Mark.REPORTED
    assert marks["meduza/dead.named@RUS"] is Mark.OBSERVED
    assert marks["estimates/dead.bbc@RUS"] is Mark.ESTIMATED


def test_no_middle_of_a_range_is_printed(memory_view) -> None:
    figures = casualties.content(desk(memory_view, WORLD, LAST)).figures
    ends = {r.fact.series for r in figures["dead"].readings if r.ends_only}
    assert ends == {"estimates/dead.bbc@RUS"}
    text = repr(edition(memory_view, WORLD, LAST).documents["en"].blocks)
    assert "120,000–200,000" in text
    assert "160,000" not in text  # the middle


def test_each_reading_shows_its_day_and_which_end_it_is(memory_view) -> None:
    text = repr(edition(memory_view, WORLD, LAST).documents["en"].blocks)
    assert "Norwegian intelligence, at least, 5 February 2025" in text
    assert "UK Ministry of Defence, 31 December 2024" in text


def test_an_estimate_that_moved_is_told_in_both_versions(memory_view) -> None:
    name, day = "economist/casualties.total@RUS", date(2025, 1, 31)
    both = [
        told(name, day, 800_000, known=date(2025, 2, 1)),
        told(name, day, 900_000, known=date(2025, 2, 10)),
    ]
    facts = casualties.content(desk(memory_view, [*WORLD, *both], LAST)).facts
    assert facts["told_first"].value == 800_000
    assert facts["told_now"].value == 900_000
    assert not casualties.content(desk(memory_view, WORLD, LAST)).facts.get("told_now")


def test_each_telling_of_a_day_counts_in_the_table(memory_view) -> None:
    name, day = "economist/casualties.total@RUS", date(2025, 1, 31)
    tellings = [
        told(name, day, value, low=low, high=1e6, known=date(2025, 2, known))
        for known, value, low in (
            *((1, 800_000, 700_000), (5, 950_000, 710_000)),
            *((8, 790_000, 720_000), (10, 900_000, 730_000)),
        )
    ]
    once = told(name, date(2024, 12, 31), 700_000, known=date(2025, 1, 2))
    at = desk(memory_view, [*WORLD, *tellings, once], LAST)
    (row,) = casualties.content(at).tables["tellings"].rows
    _, first, lowest, highest, now = row
    assert [c.fact.value for c in row] == [900_000, 800_000, 790_000, 950_000, 900_000]
    assert (first.low.value, now.low.value) == (700_000, 730_000)
    assert highest.fact.as_of < lowest.fact.as_of
    assert now.fact.as_of is None


def test_a_multiple_makes_of_the_claim_what_its_author_would_say(memory_view) -> None:
    made = casualties.content(desk(memory_view, WORLD, LAST))
    rows = made.tables["bias"].rows
    claim = WORLD[len(claims(date(2022, 12, 1), LAST)) - 1].value
    for _, _, multiple, count, _, now in rows:
        assert now.fact.value == pytest.approx(multiple.fact.value * claim)
        assert count.fact.value == 1
    named = [multiple.fact.series.partition("@")[0] for _, _, multiple, *_ in rows]
    who = {name.rpartition(".")[2] for name in named}
    assert who == {"norway", "uk"}  # old, or names, or following the claim: left out
    least, most = made.facts["hurt_band_low"].value, made.facts["hurt_band_high"].value
    told_now = [now.fact.value for *_, now in rows]
    assert (least, most) == pytest.approx((min(told_now), max(claim, *told_now)))


def test_the_band_and_its_model_are_told_in_both_languages(memory_view) -> None:
    made = edition(memory_view, WORLD, LAST)
    text = {lang: repr(made.documents[lang].blocks) for lang in ("zh", "en")}
    assert "The claim is a yardstick and not the truth" in text["en"]
    assert "宣稱數只是量尺，不是真值" in text["zh"]
    assert "The dead are held against" not in text["en"]  # nobody to hold them against


def test_the_next_quarter_is_told_with_its_record(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lake = tmp_path_factory.mktemp("user") / "lake"
    packaged = open_world("rus-ukr", lake, lambda *_: None)
    view = packaged.view(end_of_day(date(2026, 8, 22)))
    made = build(view, packaged.war, "made up", sections=sections_of(("casualties",)))
    text = "".join(
        plain(b.inline) for b in made.documents["en"].blocks if isinstance(b, Paragraph)
    )
    target = "casualties.claimed@RUS"
    (*_, ahead) = view.series(forecast_id(target))
    skill = view.series(score_id(target, "13w", "smoothed", "skill")).last()
    assert f"{skill.value:.0f}% smaller than that of the last year redrawn" in text
    assert "in nine tenths of a bootstrap)" in text
    assert f"the claim grows by {round(ahead.value, -3):,.0f} in the thirteen" in text


@pytest.mark.parametrize(
    "day", [date(2023, 1, 2), date(2023, 6, 30), date(2024, 11, 20), LAST]
)
def test_it_can_be_written_on_any_day(memory_view, day: date) -> None:
    made = edition(memory_view, WORLD, day)
    assert not made.left_out
    assert made.documents["zh"].blocks
    assert "meta-estimate of The Economist is missing" in repr(
        made.documents["en"].blocks
    )


def test_one_source_alone_is_called_so(memory_view) -> None:
    made = edition(
        memory_view, claims(date(2023, 1, 2), date(2023, 1, 9)), date(2023, 1, 9)
    )
    assert "states a single number" in repr(made.documents["en"].blocks)


def test_with_nothing_known_nothing_is_written(memory_view) -> None:
    assert not edition(memory_view, [], LAST).documents["zh"].blocks
