"""A made-up war with made-up figures, and three sections that show every device."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from math import sin
from pathlib import Path

import h3
import pytest
from jinja2 import DictLoader

from polemos import wars
from polemos.core import (
    Area,
    Basis,
    Cadence,
    KnownBy,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Record,
    SeriesSpec,
    Source,
    Text,
    Unit,
    View,
)
from polemos.report import Edition, build
from polemos.report._desk import Desk
from polemos.report._figure import (
    Bar,
    BarChart,
    ColumnChart,
    Day,
    Grid,
    Hue,
    Line,
    LineChart,
    MapChart,
    Mark,
    Move,
    MoveChart,
    Num,
    Quote,
    RangeChart,
    Reading,
    SignedBar,
    Table,
    Turn,
)
from polemos.report._section import Content, Section, section

HERE = Path(__file__).parent
DAY = date(2032, 8, 22)
LAYER = "control.survey@ARI"


def _spec(what: str, unit: str, measure: Measure, en: str, zh: str) -> SeriesSpec:
    return SeriesSpec(
        id=f"survey/{what}",
        title=Text(en=en, zh=zh),
        unit=Unit.parse(unit),
        measure=measure,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
    )


SURVEY = Source(
    id="survey",
    title=Text(en="The survey", zh="調查"),
    provider=Provider(
        "survey", Text(en="Survey Office", zh="調查局"), "https://x.test"
    ),
    url="https://x.test/survey.csv",
    citation="Survey Office",
    licence=Licence(Text("CC BY 4.0", "CC BY 4.0"), True),
    series=(
        _spec("money.m2@ARI", "bn RUB", Measure.STOCK, "Money (M2)", "貨幣（M2）"),
        _spec("cpi.yoy@ARI", "percent", Measure.RATE, "Inflation", "物價年增率"),
        _spec("rate.key@ARI", "percent", Measure.RATE, "Key rate", "政策利率"),
        _spec("losses.tank@ARI", "vehicles", Measure.CUMULATIVE, "Tanks", "坦克"),
        _spec("losses.tank@BOR", "vehicles", Measure.CUMULATIVE, "Tanks", "坦克"),
        _spec("deaths@ARI", "persons", Measure.CUMULATIVE, "Deaths", "陣亡"),
        _spec("ground.gain@ARI", "km²", Measure.FLOW, "Ground gained", "新占面積"),
        _spec("balance@ARI", "bn RUB", Measure.FLOW, "Budget balance", "預算餘額"),
    ),
    layers=(LAYER,),
    caveats=(Text(en="A made-up source.", zh="此來源為虛構。"),),
)


def _months() -> Iterator[tuple[int, Period]]:
    for i in range(30):
        yield i, Period.month(2030 + (i + 1) // 12, (i + 1) % 12 + 1)


def records() -> list[Record]:
    out: list[Record] = []

    def tell(
        what: str,
        period: Period,
        value: float,
        spread: float = 0,
        lag: int = 9,
        *,
        how: KnownBy = KnownBy.PUBLISHED,
    ) -> None:
        known = datetime.combine(period.last, datetime.min.time(), UTC)
        low, high = (value - spread, value + spread) if spread else (None, None)
        out.append(
            Observation(
                f"survey/{what}",
                period,
                value,
                known + timedelta(days=lag),
                f"{len(out) % 7:064x}",
                low,
                high,
                how,
            )
        )

    for i, month in _months():
        tell("money.m2@ARI", month, 66000 + 1700 * i + 900 * sin(i))
        if i % 9 == 4:
            tell("money.m2@ARI", month, 66000 + 1700 * i + 900 * sin(i) + 1500, lag=70)
        tell("cpi.yoy@ARI", month, 8 + 4 * sin(i / 5))
        tell("rate.key@ARI", month, 12 + i // 6)
        tell(
            "deaths@ARI",
            month,
            5000.0 + 5100 * i,
            spread=900.0 + 700 * i,
            how=KnownBy.ASSUMED,
        )
        tell("ground.gain@ARI", month, 150 + 120 * sin(i / 3), lag=2)
        tell("balance@ARI", month, 200 * sin(i * 2) - 150)
    start = date(2030, 2, 25)
    for i in range((DAY - start).days):
        day = Period.day(start + timedelta(days=i))
        tell("losses.tank@ARI", day, 20 + 4.1 * i, lag=0)
        tell("losses.tank@BOR", day, 11 + 3.8 * i, lag=0)
    return [*out, *_cells()]


def _cells() -> Iterator[Area]:
    start, end = date(2030, 3, 1), DAY - timedelta(days=3)
    for cell in h3.geo_to_cells(_square(34.0, 47.0, 36.6, 49.2), 6):
        lat, lon = h3.cell_to_latlng(cell)
        since = end if lon < 34.2 and lat > 48 else start
        known = datetime.combine(since, datetime.min.time(), UTC)
        yield Area(LAYER, cell, since, True, known, f"{1:064x}")
        if lon < 34.15 and lat < 47.4:
            known = datetime.combine(end, datetime.min.time(), UTC)
            yield Area(LAYER, cell, end, False, known, f"{2:064x}")


def _square(w: float, s: float, e: float, n: float) -> dict[str, object]:
    ring = [[w, s], [e, s], [e, n], [w, n], [w, s]]
    return {"type": "Polygon", "coordinates": [ring]}


def basemap() -> dict[str, object]:
    units = (
        ("XX-01", "West", "西州", _square(31, 46.4, 33, 50)),
        ("XX-02", "Middle", "中州", _square(33, 46.4, 35, 50)),
        ("XX-03", "East", "東州", _square(35, 46.4, 37, 50)),
    )
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"iso": iso, "name_en": en, "name_zh": zh},
                "geometry": shape,
            }
            for iso, en, zh, shape in units
        ],
    }


@section("money", Text("Money", "貨幣"))
def money(desk: Desk) -> Content:
    began = desk.war.began
    m2 = "survey/money.m2@ARI"
    panels = (
        LineChart(
            (Line("survey/cpi.yoy@ARI", Text(en="Inflation", zh="物價"), Hue.INVADER),),
            digits=1,
            height=150,
            title=Text(en="Inflation, %", zh="物價年增率（%）"),
        ),
        LineChart(
            (Line("survey/rate.key@ARI", Text(en="Key rate", zh="利率"), Hue.INVADER),),
            digits=1,
            height=150,
            zero=True,
            title=Text(en="Key rate, %", zh="政策利率（%）"),
        ),
        ColumnChart(
            (Line("survey/balance@ARI", Text(en="Balance", zh="餘額"), Hue.INVADER),),
            height=150,
            title=Text(en="Budget balance, bn RUB", zh="預算餘額（十億盧布）"),
        ),
        LineChart(
            (Line("survey/nothing@ARI", Text(en="Nothing", zh="無"), Hue.INVADER),),
            title=Text(en="Nothing", zh="無"),
        ),
    )
    facts = {
        "m2": desk.last(m2),
        "m2_gain": desk.change(m2, began + timedelta(days=40)),
        "m2_growth": desk.growth(m2, began + timedelta(days=40)),
        "cpi": desk.last("survey/cpi.yoy@ARI"),
        "rate": desk.last("survey/rate.key@ARI"),
        "deaths": desk.last("survey/deaths@ARI"),
        "first": desk.first(m2, Period.month(2030, 7)),
    }
    return Content(
        facts=facts,
        flags={"rising": facts["m2_gain"].value > 0},
        figures={
            "m2": LineChart(
                (
                    Line(
                        m2,
                        Text(en="Money (M2)", zh="貨幣（M2）"),
                        Hue.INVADER,
                        first_published=True,
                    ),
                ),
                unit=Unit.parse("trn RUB"),
                digits=1,
                zero=True,
                turn=Turn(date(2031, 5, 9), Text(en="Key rate raised", zh="升息")),
            ),
            "grid": Grid(panels, columns=2),
        },
        tables={
            "rates": Table(
                head=(
                    Text(en="Measure", zh="項目"),
                    Text(en="Last", zh="最新"),
                    Text(en="Change", zh="變動"),
                    Text(en="Month", zh="月份"),
                    Text(en="Said of it", zh="外界說法"),
                ),
                rows=(
                    (
                        Text(en="Inflation, %", zh="物價年增率（%）"),
                        Num(facts["cpi"], 2),
                        SignedBar(
                            desk.change("survey/cpi.yoy@ARI", date(2032, 4, 1)), 1
                        ),
                        Day(facts["cpi"]),
                        Quote(Text(en="“back to 10 %”", zh="「重回 10%」")),
                    ),
                    (
                        Text(en="Key rate, %", zh="政策利率（%）"),
                        Num(facts["rate"], 2),
                        SignedBar(
                            desk.change("survey/rate.key@ARI", date(2031, 4, 1)), 1
                        ),
                        Day(facts["rate"]),
                        None,
                    ),
                ),
                strong=0,
            )
        },
    )


MONEY = (HERE / "templates" / "money.md.j2").read_text("utf-8")


@section("front", Text("This week's findings", "本期判讀"))
def front(desk: Desk) -> Content:
    deaths = desk.last("survey/deaths@ARI")
    ours, theirs = "survey/losses.tank@ARI", "survey/losses.tank@BOR"
    return Content(
        facts={"tanks": desk.last(ours), "week": desk.week(ours)},
        figures={
            "map": MapChart(LAYER, desk.day, desk.last_edition),
            "tanks": LineChart(
                (
                    Line(ours, Text(en="Arian tanks", zh="甲國坦克"), Hue.INVADER),
                    Line(
                        theirs,
                        Text(
                            en="Borian tanks as the other side claims",
                            zh="乙國坦克（對方宣稱）",
                        ),
                        Hue.DEFENDER,
                        Mark.REPORTED,
                    ),
                ),
                zero=True,
            ),
            "gain": ColumnChart(
                (
                    Line(
                        "survey/ground.gain@ARI",
                        Text(en="Gained", zh="新占"),
                        Hue.INVADER,
                    ),
                )
            ),
            "deaths": LineChart(
                (
                    Line(
                        "survey/deaths@ARI",
                        Text(en="Estimate", zh="推估"),
                        Hue.THIRD,
                        Mark.ESTIMATED,
                    ),
                )
            ),
            "bars": BarChart(
                (
                    Bar(
                        Text(en="Arian tanks, a long label", zh="甲國坦克"),
                        desk.last(ours),
                        Hue.INVADER,
                    ),
                    Bar(
                        Text(en="Borian tanks", zh="乙國坦克"),
                        desk.last(theirs),
                        Hue.DEFENDER,
                    ),
                )
            ),
            "range": RangeChart(
                (
                    Reading(Text(en="Survey Office", zh="調查局"), deaths, Hue.THIRD),
                    Reading(
                        Text(en="The same, reported", zh="同上，當事方"),
                        desk.on("survey/deaths@ARI", date(2031, 12, 31)),
                        Hue.INVADER,
                        Mark.REPORTED,
                    ),
                )
            ),
            "moves": MoveChart(
                (
                    Move(
                        Text(en="Tanks lost", zh="坦克損失"),
                        desk.on(ours, desk.last_edition),
                        desk.last(ours),
                        None,
                    ),
                    Move(
                        Text(en="Inflation", zh="物價年增率"),
                        desk.on("survey/cpi.yoy@ARI", date(2032, 6, 30)),
                        desk.last("survey/cpi.yoy@ARI"),
                        desk.sigma("survey/cpi.yoy@ARI", date(2032, 6, 30)),
                        digits=2,
                    ),
                )
            ),
        },
    )


_FIGURES = ("map", "tanks", "gain", "deaths", "bars", "range", "moves")
FRONT = "".join(
    f"{{% block {lang} %}}\n## {title}\n\n{words}\n\n"
    + "\n".join(
        f'{{{{ figure("{key}", title="{finding} " ~ n("tanks"), sub="{sub}") }}}}'
        for key in _FIGURES
    )
    + "\n{% endblock %}\n"
    for lang, title, words, finding, sub in (
        (
            "zh",
            "前線",
            "損失 {{ q('tanks') }}，一週 {{ n('week', sign='+') }}。",
            "坦克損失",
            "輛，累計",
        ),
        (
            "en",
            "The front",
            "Lost {{ q('tanks') }}, {{ n('week', sign='+') }} in a week.",
            "Tanks lost:",
            "Vehicles, cumulative",
        ),
    )
)


@section("missing", Text("What is missing", "缺漏"))
def missing(desk: Desk) -> Content:
    return Content(facts={"x": desk.last("survey/nothing@ARI")})


TEMPLATES = {"money.md.j2": MONEY, "front.md.j2": FRONT}  # for a look by hand


@pytest.fixture(scope="session")
def war_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the made-up war out as a file with a folder beside it."""
    return lay_war(tmp_path_factory.mktemp("war"))


def lay_war(folder: Path) -> Path:
    file = folder / "aria.toml"
    file.write_bytes((HERE / "aria.toml").read_bytes())
    (folder / "aria").mkdir()
    (folder / "aria" / "basemap.json").write_text(json.dumps(basemap()))
    return file


@pytest.fixture(scope="session")
def world(memory_view: Callable[..., View]) -> View:
    return memory_view(records(), [SURVEY], DAY)


Build = Callable[..., Edition]


@pytest.fixture(scope="session")
def make(world: View, war_file: Path) -> Build:
    """Build an edition of the made-up war, its money section edited if asked."""

    def made(
        *edits: tuple[str, str], sections: tuple[Section, ...] = (money, front, missing)
    ) -> Edition:
        template = MONEY
        for old, new in edits:
            assert old in template
            template = template.replace(old, new)
        return build(
            world,
            wars.load(str(war_file)),
            "f" * 64,
            sections=(money,) if edits else sections,
            templates=DictLoader({"money.md.j2": template, "front.md.j2": FRONT}),
        )

    return made


@pytest.fixture(scope="session")
def edition(make: Build) -> Edition:
    return make()


@pytest.fixture(scope="session", name="money")
def money_section() -> Section:
    return money
