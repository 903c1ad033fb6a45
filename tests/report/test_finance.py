"""The section on war finance, at moments that differ in what is known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos import wars
from polemos.core import Horizon, Lang, Period, View, War, end_of_day
from polemos.indicators import with_indicators
from polemos.models import Score, with_forecasts
from polemos.pipeline import World, open_world
from polemos.report._build import Edition, build
from polemos.report._doc import Figure, Heading, Paragraph, TableBlock
from polemos.report.sections.finance import finance
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "raw"
SOURCES = (
    *("cbr_money", "cbr_credit", "cbr_credit_industry", "cbr_key_rate", "cbr_fx"),
    *("rosstat_cpi", "rosstat_gdp", "minfin_budget", "minfin_nwf", "minfin_urals"),
    *("eia_oil", "treasury_budget", "kennedy"),
)
DAYS = ("2022-04-30", "2023-01-05", "2023-06-30", "2025-02-24", "2026-08-22")
Make = Callable[[str], Edition]


def war() -> War:
    return replace(wars.load("rus-ukr"), sources=SOURCES, layers=())


@pytest.fixture(scope="module")
def edition(memory_view: Callable[..., View], pack_tool: ModuleType) -> Make:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    modules = [all_sources()[name] for name in SOURCES]
    told = [t for module in modules for t in pack_tool.parsed(module, RAW)]
    records = [r for _, rows in told for r in rows]
    sources = [m.SOURCE for m in modules]
    snaps = [snap for snap, _ in told]

    @cache
    def make(day: str) -> Edition:
        at = date.fromisoformat(day)
        view = with_indicators(memory_view(records, sources, at, snaps))
        return build(view, war(), "0" * 64, sections=[finance])

    return make


def words(edition: Edition, lang: Lang) -> str:
    blocks = edition.documents[lang].blocks
    said = (b.inline for b in blocks if isinstance(b, (Heading, Paragraph)))
    titles = (b.title for b in blocks if isinstance(b, (Figure, TableBlock)))
    lines: Sequence[Any] = [*said, *titles]
    return "\n".join("".join(run.text for run in line) for line in lines)


def headings_with_nothing_under(edition: Edition, lang: Lang) -> list[str]:
    blocks = edition.documents[lang].blocks
    bare = []
    for this, after in zip(blocks, [*blocks[1:], None], strict=True):
        last = after is None or isinstance(after, Heading)
        if isinstance(this, Heading) and this.level > 2 and last:
            bare.append("".join(run.text for run in this.inline))
    return bare


@pytest.mark.raw
@pytest.mark.parametrize("day", DAYS)
def test_it_is_whole_at_any_moment(edition: Make, day: str) -> None:
    made = edition(day)
    assert not made.left_out
    for lang in ("zh", "en"):
        assert not headings_with_nothing_under(made, lang)
        assert "  " not in words(made, lang).strip()
        figures = [b for b in made.documents[lang].blocks if isinstance(b, Figure)]
        assert len(figures) == 3
    assert len(made.claims) > 200


@pytest.mark.raw
def test_the_words_follow_the_figures(edition: Make) -> None:
    early, seed, late = (words(edition(d), "en") for d in (DAYS[0], *DAYS[3:]))
    assert "a federal surplus of" in early
    assert "above inflation" not in early
    assert "called exhausted" not in early
    assert "Figures get rewritten" not in seed
    assert "a deficit of RUB 1.7 trillion in January 2025" in seed
    assert "That is as first published" in seed
    assert "as rewritten later; the first figure is not at hand" in early
    assert "51.7% were faster; of those begun since the end of December 2000" in seed
    assert "GDP is read from a later copy" in seed
    assert "GDP is read from a later copy" not in late
    assert "M2 has gained RUB 51.0 trillion, mostly the other side" in seed
    assert "to call the fund exhausted goes too far" in seed
    assert "rewritten: the balance of January to February 2026" in late
    assert "Spending was 16% higher" in late
    assert "Spending was" not in seed
    assert "chained from monthly indices" in late


@pytest.mark.raw
def test_both_perimeters_of_lending_are_named(edition: Make) -> None:
    for lang, phrase in (
        ("zh", "連同其他金融機構 36.8 兆"),
        ("en", "36.8 trillion with"),
    ):
        assert phrase in words(edition("2025-02-24"), lang)  # type: ignore[arg-type]


def test_nothing_known_makes_nothing(memory_view: Callable[..., View]) -> None:
    sources = [all_sources()[name].SOURCE for name in SOURCES]
    view = with_indicators(memory_view([], sources, date(2025, 2, 24)))
    made = build(view, war(), "0" * 64, sections=[finance])
    assert made.documents["zh"].blocks == made.documents["en"].blocks == ()


# What identities and models say, on the packaged figures.


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    lake = tmp_path_factory.mktemp("user") / "lake"
    return open_world("rus-ukr", lake, lambda *_: None)


@pytest.fixture(scope="module")
def packaged(world: World) -> Make:
    @cache
    def make(day: str) -> Edition:
        view = world.view(end_of_day(date.fromisoformat(day)))
        return build(view, world.war, "0" * 64, sections=[finance])

    return make


SAID = {
    ("2025-02-24", "en"): (
        "That rest was −2.7 points in December 2024 and lay between −8.4 and +6.4",
        "M2 grew by 19.2% in the year to December 2024; loans to companies added most, "
        "13.3 points",
        "from 2.13 in December 2021 to 1.84 in September 2024",
        "M2 is 16% more than needed (four chances in five that it is 6% to 28%)",
        "With a real rate of 10.4% at the time, deposits paid",
        "71% (39% to 98%, four chances in five)",
        "RUB 26.1 trillion (14.4 to 36.0)",
        "Held against GDP instead, it is RUB 10.1 trillion (September 2024)",
        "Craig Kennedy puts 51% to 60% of the USD 415 billion that companies borrowed "
        "in July 2022 to November 2024 down to war loans",
        "our interval has room for it, as for much else",
        "108.7% of what January's plan holds for the year was spent in January to "
        "December 2024",
        "that of 2023 went from RUB 29.4 trillion to RUB 33.0 trillion, 112.0%",
        "Urals would have had to average USD 87 a barrel (85 to 92)",
        "averaged USD 63 a barrel in December 2024",
    ),
    ("2025-02-24", "zh"): (
        "其餘項目（證券、國外資產、不計入 M2 的存款等）在 2024年12月為 −2.7 個百分點",
        "2024年12月 M2 年增 19.2%，最大一塊是企業放款，占 13.3 個百分點",
        "M2 多出 16%（八成區間 6% 至 28%）",
        "當時實質利率 10.4%，存款划算",
        "有 71%（八成區間 39% 至 98%）超出戰前六年的趨勢",
        "26.1 兆盧布（14.4 至 36.0）",
        "2022年7月至2024年11月企業新增借款 4,150 億美元，其中 51% 至 60% 是戰爭放款",
        "2024年1月至12月已花掉年初全年計畫的 108.7%",
        "烏拉爾原油均價須為每桶 87 美元（85 至 92）",
    ),
    ("2026-08-22", "en"): (
        "in the year to September 2025; loans to companies added most, 6.3 points",
        "M2 is 23% more than needed",
        "64% (27% to 94%, four chances in five)",
        "average USD 112 a barrel (96 to 143)",
        "latest tax price at hand in that time is USD 39 a barrel, of December 2025",
        "half a trillion roubles or less is left is",
        "54.8% of what January's plan holds for the year was spent in January to June "
        "2026, more than in any earlier year. In the years since 2014 the same months "
        "took 43.1% to 52.2%",
        "between 101.0% (2015) and 133.0% (2022) of January's",
        "The plan at hand is that of the end of January 2026",
        "The model that leads (months so far: RUB 54.9 trillion) did worse so far than "
        "its baseline, though chance might do as much. So the baseline (grown as in "
        "years before) speaks, which makes RUB 47.3 trillion in 2026 (four chances in "
        "five that it is RUB 42.4 trillion to RUB 52.8 trillion)",
        "In 88 replays, January 2018 to February 2026, which overlap and have one "
        "outcome a year",
        "nine tenths of a blocked bootstrap put its skill between",
    ),
    ("2026-08-22", "zh"): (
        "M2 多出 23%（八成區間 10% 至 37%）",
        "手上最近的計稅價是 2025年12月的每桶 39 美元",
        "流動部分只剩五千億盧布或更少的機率，2027年6月底為",
        "2026年1月至6月已花掉年初全年計畫的 54.8%，高於以往各年",
        "主模型（依已過月份，54.9 兆盧布）至今不如基準，由基準（依歷年成長）作答；"
        "差距可能出於機運。2026年全年為 47.3 兆盧布"
        "（八成區間 42.4 兆盧布至 52.8 兆盧布）",
        "自 2018年1月至2026年2月回測 88 次，期間相互重疊，每年只有一個結果",
        "在分段重抽樣中有九成落在",
    ),
}


@pytest.mark.parametrize(("day", "lang"), SAID)
def test_it_prints_what_was_worked_out(packaged: Make, day: str, lang: Lang) -> None:
    text = words(packaged(day), lang)
    for phrase in SAID[day, lang]:
        assert phrase in text


@pytest.mark.parametrize("day", ["2025-02-24", "2026-08-22"])
def test_both_languages_state_the_same(packaged: Make, day: str) -> None:
    zh, en = (
        {
            (c.series, c.period, c.how, c.base, c.stated)
            for c in packaged(day).claims
            if c.lang == lang
        }
        for lang in ("zh", "en")
    )
    assert zh == en


@pytest.mark.parametrize("day", ["2025-02-24", "2026-08-22"])
def test_m2_is_said_to_add_nothing(packaged: Make, day: str) -> None:
    assert "M2 adds nothing that can be shown to a forecast" in words(
        packaged(day), "en"
    )
    assert "用 M2 預測通膨，看不出好處" in words(packaged(day), "zh")
    assert any(c.series == SKILL for c in packaged(day).claims)


def test_the_model_that_leads_speaks_of_the_year_where_it_did_no_worse(
    world: World,
) -> None:
    """The same day, with a record in which its baseline was far off."""
    view = world.view(end_of_day(date(2026, 8, 22)))
    kinder = tuple(
        replace(s, loss=9 * s.loss) if s.model.startswith("grown/") else s
        for s in view.scores
    )
    kind = replace(view, scores=kinder)
    made = build(kind, world.war, "0" * 64, sections=[finance])
    text = words(made, "en")
    assert (
        "The model that leads (months so far) makes RUB 54.9 trillion in 2026 (four "
        "chances in five that it is RUB 51.0 trillion to RUB 58.9 trillion)" in text
    )
    assert "; it did better than its baseline (grown as in years before)." in text
    assert "，勝過基準（依歷年成長）。" in words(made, "zh")


def test_what_is_not_known_yet_is_not_said(packaged: Make) -> None:
    seed, before = words(packaged("2025-02-24"), "en"), packaged("2025-01-11")
    assert "half a trillion" not in seed  # too few prices of its gold and yuan yet
    assert "What the year will take" not in seed  # one month says little of it
    assert "beyond the trend of the six years" in words(before, "en")
    assert "Kennedy" not in words(before, "en")


SKILL = "score/skill.12m.ar_money.inflation@RUS"
TARGET = next(t for t in wars.outlook(war())[0] if t.id == "inflation@RUS")


def planted(ratios: Sequence[float]) -> list[Score]:
    """Score a model that misses by these times what its baseline misses by."""
    made = []
    for i, ratio in enumerate(ratios):
        base = Period.month(2010, 1).shifted(months=i)
        due = Horizon.parse("12m").from_(base).last
        for name, loss in (("ar", 2.0), ("ar_money", 2.0 * ratio)):
            head = (f"{name}/1", TARGET.id, Horizon.parse("12m"), base.last, due)
            made.append(Score(*head, 10.0, 10 + loss, loss))
    return made


@pytest.mark.parametrize(
    ("ratios", "en", "zh", "way"),
    [
        ([0.5] * 120, "M2 helps to forecast inflation", "有好處", "smaller"),
        ([1.5] * 120, "makes a forecast of inflation worse", "反而更差", "larger"),
        (
            ([0.5] * 12 + [1.4] * 12) * 5,
            "adds nothing that can be shown",
            "看不出好處",
            "smaller",
        ),
        (
            ([0.6] * 12 + [1.5] * 12) * 5,
            "adds nothing that can be shown",
            "看不出好處",
            "larger",
        ),
    ],
)
def test_the_sentence_on_m2_follows_its_scores(
    memory_view: Callable[..., View], ratios: list[float], en: str, zh: str, way: str
) -> None:
    sources = [all_sources()[name].SOURCE for name in SOURCES]
    bare = with_indicators(memory_view([], sources, date(2025, 2, 24)))
    view = with_forecasts(bare, [TARGET], scores=planted(ratios))
    made = build(view, war(), "0" * 64, sections=[finance])
    skill = view.series(SKILL).last().value
    assert en in words(made, "en")
    assert zh in words(made, "zh")
    assert f"{abs(skill):.1f}% {way} than without it" in words(made, "en")
    assert "120 replayed forecasts" in words(made, "en")
