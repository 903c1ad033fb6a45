"""Aid to Ukraine by donor group: the Kiel Institute's tracker, release by release."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, chain

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._kiel import GROUPS, KINDS, Telling, bn, group, month_of, sums
from polemos.sources._kiel_releases import (
    r07,
    r27_months,
    r27_summary,
    r28_months,
    r28_summary,
)
from polemos.sources._read import table
from polemos.sources._rows import rows

_SITE = (
    "https://raw.githubusercontent.com/UkraineSupportTrackerWebsite/"
    "ukraine-support-tracker/main/data/data_explorer.csv"
)
_WHO = {
    "ALL": Text("all donors", "所有援助方"),
    "USA": Text("the United States", "美國"),
    "EUROPE": Text("Europe", "歐洲"),
    "OTHERS": Text("other donors", "其他援助方"),
}
_KIND = {
    "total": Text("Aid", "援助"),
    "military": Text("Military aid", "軍事援助"),
    "financial": Text("Financial aid", "財政援助"),
    "humanitarian": Text("Humanitarian aid", "人道援助"),
}
_STAGE = {
    "allocated": Text("allocated since January 2022", "自 2022 年 1 月起累計撥定額"),
    "new": Text("newly allocated in the month", "當月新撥定額"),
    "committed": Text("committed since January 2022", "自 2022 年 1 月起累計承諾額"),
}
DONORS = {  # whose aid is set against its own GDP
    "USA": Text("United States", "美國"),
    "CAN": Text("Canada", "加拿大"),
    "JPN": Text("Japan", "日本"),
    "GBR": Text("United Kingdom", "英國"),
    "NOR": Text("Norway", "挪威"),
    "DEU": Text("Germany", "德國"),
    "FRA": Text("France", "法國"),
    "ITA": Text("Italy", "義大利"),
    "ESP": Text("Spain", "西班牙"),
    "POL": Text("Poland", "波蘭"),
    "NLD": Text("Netherlands", "荷蘭"),
    "SWE": Text("Sweden", "瑞典"),
    "DNK": Text("Denmark", "丹麥"),
    "FIN": Text("Finland", "芬蘭"),
    "EST": Text("Estonia", "愛沙尼亞"),
    "LVA": Text("Latvia", "拉脫維亞"),
    "LTU": Text("Lithuania", "立陶宛"),
}
_STAGES_DIFFER = Text(
    "Allocated is set aside for a named package; committed is promised, and about half "
    "as much again; neither is delivered.",
    "「撥定」指已分配到具體方案的金額，「承諾」則為宣布的總額，約為前者的一倍半；"
    "兩者都不等於已交付。",
)
_COMMITTED_MOVED = Text(
    "The seventh release of 2022 counted commitments by an older method.",
    "2022 年第七版以較早的方法計算承諾額。",
)
_OWN_ONLY = Text(
    "The donor's own aid; its share of what the EU gives is not in it.",
    "僅計該國自身援助，不含其在歐盟援助中的分攤。",
)
_TOGETHER = Text(
    "The aid of Europe's states and of the EU's bodies, set against the summed GDP of "
    "those states.",
    "歐洲各國與歐盟機構的援助合計，除以各國 GDP 之和。",
)


def _spec(stage: str, kind: str, who: str) -> SeriesSpec:
    what, how, by = _KIND[kind], _STAGE[stage], _WHO[who]
    return SeriesSpec(
        id=f"kiel/aid.{stage}.{kind}@{who}",
        title=Text(f"{what.en} {how.en}, {by.en}", f"{what.zh}{how.zh}（{by.zh}）"),
        unit=Unit.parse("bn EUR"),
        measure=Measure.FLOW if stage == "new" else Measure.CUMULATIVE,
        cadence=Cadence.MONTH,
        basis=Basis.COUNTED,
        low=0,
        high=1000,
        computed=stage != "new",  # running totals by donor group are ours
        headline=stage == "new",  # a month of one donor, or of all, is the publisher's
        caveats=(_STAGES_DIFFER, *([_COMMITTED_MOVED] if stage == "committed" else [])),
    )


def _gdp_spec(who: str, name: Text, caveat: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"kiel/aid.allocated.gdp@{who}",
        title=Text(
            f"{name.en}: aid allocated since January 2022, % of its GDP in 2021",
            f"{name.zh}：自 2022 年 1 月起累計撥定援助占其 2021 年 GDP 比重",
        ),
        unit=Unit.parse("percent"),
        measure=Measure.CUMULATIVE,
        cadence=Cadence.MONTH,
        basis=Basis.DERIVED,
        low=0,
        high=20,
        headline=True,
        caveats=(caveat,),
    )


SOURCE = Source(
    id="kiel_aid",
    title=Text("Ukraine Support Tracker", "烏克蘭援助追蹤"),
    provider=Provider(
        "kiel",
        Text("Kiel Institute for the World Economy", "基爾世界經濟研究所"),
        "https://www.kielinstitut.de/topics/war-against-ukraine/ukraine-support-tracker/",
    ),
    url="https://github.com/UkraineSupportTrackerWebsite/ukraine-support-tracker",
    citation=(
        'Trebesch et al., "The Ukraine Support Tracker", Kiel Working Paper 2218, '
        "Kiel Institute for the World Economy"
    ),
    licence=Licence(
        Text("no licence stated; to be cited", "未載明授權；須註明出處"),
        redistribute=False,
    ),
    by_hand=("headlines_as_published.csv",),
    hosts=("raw.githubusercontent.com",),
    series=(
        *(
            _spec(stage, kind, who)
            for stage in ("allocated", "new")
            for kind in KINDS
            for who in GROUPS
        ),
        *(_spec("committed", "total", who) for who in GROUPS),
        *(_gdp_spec(iso, name, _OWN_ONLY) for iso, name in DONORS.items()),
        _gdp_spec("EUROPE", Text("Europe", "歐洲"), _TOGETHER),
    ),
    caveats=(
        Text(
            "Each release rewrites the past: the figure known on a day is not the "
            "figure known now.",
            "每版都會改寫過去的數字：某日所知與今日所知並不相同。",
        ),
        Text(
            "Europe is the EU's members and institutions, the United Kingdom, Norway, "
            "Switzerland and Iceland, with EU aid counted once.",
            "歐洲指歐盟成員國與機構、英國、挪威、瑞士、冰島；歐盟援助只計一次。",
        ),
        Text(
            "Between the releases that we hold nothing is filled in: months of a later "
            "release count as known from its day.",
            "手上各版之間不做填補：較晚版本的各月數字，自該版發布日起才算已知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the table behind the institute's own data explorer."""
    yield Fetched("data_explorer.csv", _SITE, get(_SITE))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read a release by the reader of its file."""
    if snap.name not in _READERS:
        raise ParseError(
            f"kiel_aid: expected a file among {sorted(_READERS)}, found {snap.name!r}"
        )
    yield from _READERS[snap.name](Telling(SOURCE, snap))


# by month: the group of a donor, the donor, and what it gave of each kind
_Cells = dict[Period, list[tuple[str, str, dict[str, float]]]]


def _explorer(t: Telling) -> Iterator[Observation]:
    """Read `data_explorer.csv`: one row a donor and month, bn EUR."""
    where = t.snap.name
    cells: _Cells = defaultdict(list)
    gdp: dict[str, float] = {}
    for row in rows(where, table(t.snap)):
        with row:
            who = group(row.take("country"), where)
            iso = row.take("iso")
            month = month_of(f"{row.take('year')}-{row.take('month')}", where)
            read = {name: bn(row, name) for name in (*KINDS, "commitments")}
            gdp[iso] = bn(row, "gdp")
            row.ignore("to_be_allocated", "pct_gdp")
            parts = read["military"] + read["financial"] + read["humanitarian"]
            if abs(read["total"] - parts) > 1e-4:  # noqa: PLR2004 its last digits
                raise ParseError(
                    f"{where} {iso} {month}: expected kinds that add up to "
                    f"{read['total']}, found {parts}"
                )
            cells[month].append((who, iso, read))
    months = sorted(cells)
    for kind in (*KINDS, "commitments"):
        flows = [sums((w, read[kind]) for w, _, read in cells[m]) for m in months]
        totals = accumulate(flows, lambda a, b: {w: a[w] + b[w] for w in GROUPS})
        for month, flow, total in zip(months, flows, totals, strict=True):
            if kind == "commitments":
                yield from t.by_group("committed", "total", month, total)
            else:
                yield from t.by_group("new", kind, month, flow)
                yield from t.by_group("allocated", kind, month, total)
    yield from _of_gdp(t, cells, gdp)


def _of_gdp(
    t: Telling, cells: _Cells, gdp: Mapping[str, float]
) -> Iterator[Observation]:
    """Set all that a donor gave up to the newest month against its GDP."""
    whole: dict[str, float] = defaultdict(float)
    europe = set[str]()
    for who, iso, read in chain.from_iterable(cells.values()):
        whole[iso] += read["total"]
        if who == "EUROPE":
            europe.add(iso)
    made_of = {iso: (iso,) for iso in DONORS} | {"EUROPE": tuple(sorted(europe))}
    for who, members in made_of.items():
        lacking = sorted(iso for iso in members if iso not in gdp)
        if lacking:
            raise ParseError(
                f"{t.snap.name}: expected the GDP of every member, found none "
                f"of {', '.join(lacking)}"
            )
        given = sum(whole[iso] for iso in members)
        share = given / sum(gdp[iso] for iso in members) * 100
        yield t.one(f"kiel/aid.allocated.gdp@{who}", max(cells), round(share, 6))


_HEADLINE_WHO = {"all": "ALL", "Europe": "EUROPE", "United States": "USA"}


def _headlines(t: Telling) -> Iterator[Observation]:
    """Read the headline totals of one press release, whole bn EUR, as first given."""
    for row in rows(t.snap.name, table(t.snap)):
        with row:
            published = row.day("published")
            if t.snap.published_at is None or published != t.snap.published_at.date():
                raise ParseError(
                    f"{t.snap.name}: expected the figures of one press release, "
                    f"of {t.snap.published_at}, found one of {published}"
                )
            until = month_of(row.take("until"), t.snap.name)
            who, kind = _HEADLINE_WHO[row.take("donors")], row.take("type")
            stage = row.take("stage")
            row.ignore("source")
            name = f"kiel/aid.{stage}.{kind}@{who}"
            yield t.one(name, until, bn(row, "eur_bn"))


_READERS: Mapping[str, Callable[[Telling], Iterator[Observation]]] = {
    "data_explorer.csv": _explorer,
    "country_summary.csv": r28_summary,
    "tidsserier_maanedlig.csv": r28_months,
    "release27_2025-12_by_country.csv": r27_summary,
    "release27_2025-12_by_month_LABELS_AS_FOUND.csv": r27_months,
    "release07_2022-10-03.xlsx": r07,
    "headlines_as_published.csv": _headlines,
}
