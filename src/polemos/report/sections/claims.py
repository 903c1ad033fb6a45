"""The claim check: an article's numbers, bound by hand, judged then and now."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polemos import wars
from polemos.claims import check
from polemos.core import (
    HELD,
    Claim,
    NotYetKnown,
    Period,
    Reckoning,
    Relation,
    Text,
    Unit,
    UnknownSeries,
    Verdict,
    View,
    WarError,
    end_of_day,
    reckon,
)
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Quote, Table
from polemos.report._section import Content, section

JUDGEMENTS = {
    "supported": Text(en="supported", zh="成立"),
    "part_only": Text(en="true of a part only", zh="只有一部分成立"),
    "wrong_denominator": Text(
        en="right number, wrong denominator", zh="數字對，分母錯"
    ),
    "stage_overstated": Text(en="stage overstated", zh="誇大進度"),
    "unconfirmed": Text(en="unconfirmed figure", zh="數字未經證實"),
    "not_like_for_like": Text(en="not like for like", zh="不可相比"),
    "inconsistent": Text(en="contradicts itself", zh="自相矛盾"),
    "share_unproven": Text(en="sums near, share unproven", zh="金額近似，占比未證實"),
    "depends_on_weight": Text(en="the weight decides", zh="取決於權重"),
    "measure_decides": Text(en="the measure decides", zh="取決於衡量方式"),
}
ANSWERS = {
    "holds": Text(en="holds", zh="相符"),
    "rounds": Text(en="rounds to it", zh="近似"),
    "off": Text(en="does not hold", zh="不符"),
    "outdated": Text(en="no longer holds", zh="已不符"),
    "unsupported": Text(en="no data then", zh="當時無資料"),
    "none": Text(en="no number to check", zh="無從核算"),
}
HEAD = (
    Text(en="The article says", zh="文章的說法"),
    Text(en="Arithmetic then", zh="當時核算"),
    Text(en="Now", zh="現在核算"),
    Text(en="Judgement", zh="判定"),
)
_NOW = 2  # the column that says nothing on the article's own day


@section("claims", Text("One article's numbers, checked", "一篇文章的數字查核"))
def claims(desk: Desk) -> Content:
    """Each claim with its arithmetic as of the article's day and as of this edition."""
    raw = wars.table(desk.war, "claims.toml")
    written: date = raw["written_on"]
    if desk.day < written:
        why = Text(f"the article is of {written}", f"所查文章寫於 {written}")
        raise NotYetKnown(why.en, why)
    then, later = desk.view.at(end_of_day(written)), desk.day > written
    facts: dict[str, Fact] = {}
    texts: dict[str, Text] = {}
    rows: list[tuple[Cell, ...]] = []
    for c in raw["claim"]:
        quote = Text(**c["quote"])
        facts |= _facts(desk, then, c)
        texts[c["id"]] = _bound(c, later=later)
        answers = _answers(desk, then, c)
        rows.append((Quote(quote), *answers, _judgement(c["judgement"])))
    head: tuple[Text, ...] = HEAD
    if not later:
        head = HEAD[:_NOW] + HEAD[_NOW + 1 :]
        rows = [row[:_NOW] + row[_NOW + 1 :] for row in rows]
    return Content(
        facts=facts,
        texts={k: t for k, t in texts.items() if _complete(t, facts)},
        quotes={c["id"]: Text(**c["quote"]) for c in raw["claim"]},
        tables={"claims": Table(head, tuple(rows))},
        flags={"later": later},
    )


def _judgement(word: str) -> Text:
    try:
        return JUDGEMENTS[word]
    except KeyError:
        raise WarError(
            f"claims.toml: expected a judgement among {sorted(JUDGEMENTS)}, "
            f"found {word!r}"
        ) from None


def _bound(claim: Mapping[str, Any], *, later: bool) -> Text:
    """Give each placeholder the name that its fact has among those of all claims."""
    en, zh = claim["finding"]["en"], claim["finding"]["zh"]
    if later and "later" in claim:
        en, zh = f"{en} {claim['later']['en']}", zh + claim["later"]["zh"]
    return Text(*(t.replace("{", f"{{{claim['id']}__") for t in (en, zh)))


def _complete(text: Text, facts: Mapping[str, Fact]) -> bool:
    names = [part.split("}")[0] for part in text.en.split("{")[1:]]
    return all(n.split(":")[0].split("@")[0] in facts for n in names)


def _facts(desk: Desk, then: View, claim: Mapping[str, Any]) -> dict[str, Fact]:
    asked = {
        f"{claim['id']}__{key}": (lambda f=f: _fact(desk, then, f))
        for key, f in claim.get("facts", {}).items()
    }
    return gather(**asked)


def _fact(desk: Desk, then: View, f: Mapping[str, Any]) -> Fact:
    """Read one fact: as of the article's day, or of now, or as first published."""
    name = f["series"]
    if f.get("first"):
        return desk.first(name, _period(f["period"]))
    world, as_of = (desk.view, None) if f.get("now") else (then, then.as_of)
    if as_of == desk.view.as_of:
        as_of = None
    s = world.series(name)
    period = _period(f["period"]) if "period" in f else s.last().period
    how = Reckoning(f.get("how", "level"))
    base = _period(f["base"]) if "base" in f else None
    point, unit = reckon(s, period, how, base)
    return Fact(name, unit, point, how, base, as_of)


def _answers(desk: Desk, then: View, claim: Mapping[str, Any]) -> tuple[Text, Text]:
    checks = claim.get("check", [])
    if not checks:
        return ANSWERS["none"], ANSWERS["none"]
    before = _worst(_verdicts(then, claim, then.as_of))
    now = _worst(_verdicts(desk.view, claim, desk.view.as_of))
    held = before in HELD
    moving = any(c.get("moving") for c in checks)
    word = "outdated" if held and moving and now is Verdict.OFF else now.value
    return ANSWERS[before.value], ANSWERS[word]


def _verdicts(
    view: View, claim: Mapping[str, Any], moment: datetime
) -> Iterator[Verdict]:
    for c in claim["check"]:
        try:
            series = view.series(c["series"])
            moving = c.get("moving", False)
            period = series.last().period if moving else _period(c["period"])
        except (NotYetKnown, UnknownSeries):
            yield Verdict.UNSUPPORTED
            continue
        stated = Claim(
            id=claim["id"],
            text=claim["quote"]["zh"],
            stated=Decimal(c["stated"]),
            step=Decimal(c["step"]),
            unit=Unit.parse(c["unit"]),
            series=c["series"],
            period=period,
            relation=Relation(c.get("relation", "is")),
            as_of=moment,
        )
        yield check(stated, view).verdict


def _worst(verdicts: Iterator[Verdict]) -> Verdict:
    return max(verdicts, key=list(Verdict).index)


def _period(text: str) -> Period:
    """Read a month, or a day."""
    year, month, *day = map(int, text.split("-"))
    return Period.day(date(year, month, *day)) if day else Period.month(year, month)
