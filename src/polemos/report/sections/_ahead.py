"""What the war's outlook names: judgements, with their chances and their record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polemos import wars
from polemos.core import NotYetKnown, Target, Text, WarError, end_of_day
from polemos.models import Forecasting, forecast_id, score_id
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Cell, Day, Num, Quote, Table

# What each row of the war's table must have; `label` and `text` are read as a Text.
_KEYS: dict[str, dict[str, tuple[type, str]]] = {
    "fan": {
        "target": (str, "the id of a target"),
        "label": (dict, "words in en and zh"),
        "months": (int, "a whole number"),
        "digits": (int, "a whole number"),
    },
    "judgement": {
        "target": (str, "the id of a target"),
        "horizon": (str, "one of the target's"),
        "text": (dict, "words in en and zh"),
    },
}
# One word for each range of chances, in percent: the same in every edition.
_WORDS = (
    (5, Text("almost none", "幾乎不可能")),
    (20, Text("unlikely", "不太可能")),
    (45, Text("rather not", "偏向不會")),
    (55, Text("even", "機會各半")),
    (80, Text("likely", "可能")),
    (95, Text("very likely", "很可能")),
    (101, Text("almost sure", "幾乎確定")),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement with a chance: the words, whose forecast it is, now and before."""

    text: Text
    target: Target
    horizon: str
    now: Fact
    before: Fact | None
    skill: Fact | None


def forecasting(desk: Desk) -> Forecasting:
    """Give the view with its forecasts, if models were asked for this edition."""
    if not isinstance(desk.view, Forecasting) or not desk.view.targets:
        raise NotYetKnown(f"{desk.war.id}: nothing is forecast of this war")
    return desk.view


def outlook(desk: Desk, kind: str) -> Sequence[dict[str, Any]]:
    """Give the fans or the judgements that the war's table names."""
    found: Sequence[dict[str, Any]] = wars.table(desk.war, "outlook.toml").get(kind, ())
    for number, raw in enumerate(found, 1):
        where = f"outlook.toml: {kind} {number}"
        if not isinstance(raw, dict):
            raise WarError(f"{where}: expected a table, found {raw!r}")
        for key, (type_, told) in _KEYS[kind].items():
            if type(raw.get(key)) is not type_:
                raise WarError(
                    f"{where}: expected {key} to be {told}, found {raw.get(key)!r}"
                )
    return found


def target_of(view: Forecasting, name: str) -> Target:
    """Give a target by its id."""
    for target in view.targets:
        if target.id == name:
            return target
    raise WarError(f"outlook.toml: expected a target of this war, found {name!r}")


def word(chance: float) -> Text:
    """Give the word for a chance in percent."""
    return next(text for below, text in _WORDS if chance < below)


def judgements(desk: Desk) -> Iterator[Judgement]:
    """Give the judgements that can be made as of the edition's day."""
    view = forecasting(desk)
    for raw in outlook(desk, "judgement"):
        target = target_of(view, raw["target"])
        side, value = _threshold(target, raw)
        name, horizon = forecast_id(target.id, f".{side}.{value:g}"), raw["horizon"]
        now = _at_horizon(desk, view, name, target, horizon)
        if now is None:
            continue
        moment = end_of_day(desk.last_edition)
        past = desk.known_at(moment)
        before = None
        if isinstance(past, Forecasting):
            before = _at_horizon(desk, past, name, target, horizon)
        skill = score_id(target.id, horizon, target.models[0], "skill")
        yield Judgement(
            *(Text(**raw["text"]), target, horizon, now, before),
            desk.last(skill) if desk.has(skill) else None,
        )


def _threshold(target: Target, raw: Mapping[str, Any]) -> tuple[str, float]:
    """Give what a judgement is about; one that its target never tells is an error."""
    where = f"outlook.toml: judgement on {target.id}"
    asked = [str(h) for h in target.horizons]
    if raw["horizon"] not in asked:
        raise WarError(
            f"{where}: expected a horizon of {', '.join(asked)}, found "
            f"{raw['horizon']!r}"
        )
    side = "above" if "above" in raw else "below"
    if raw.get(side) not in target.above:
        known = ", ".join(f"{value:g}" for value in target.above) or "none"
        raise WarError(
            f"{where}: expected {side} to be one of the target's {known}, found "
            f"{raw.get(side)!r}"
        )
    return side, raw[side]


def _at_horizon(
    desk: Desk, view: Forecasting, name: str, target: Target, horizon: str
) -> Fact | None:
    """Give the chance at one horizon, as a view had it."""
    answers = view.answer(target)
    wanted = [a.question.period for a in answers if str(a.question.horizon) == horizon]
    if not wanted:
        return None
    s = view.series(name)
    earlier = None if view.as_of == desk.view.as_of else view.as_of
    return Fact(name, s.unit, s.at(wanted[0]), as_of=earlier)


def judgement_table(found: Sequence[Judgement]) -> Table | None:
    """Lay judgements out: chance now and at the last edition, and how it has done."""
    if not found:
        return None

    def row(j: Judgement) -> tuple[Cell, ...]:
        return (
            Quote(j.text),
            Num(j.now),
            word(j.now.value),
            Num(j.before) if j.before else None,
            Day(j.now),
            Num(j.skill, sign="+") if j.skill else None,
        )

    return Table(
        head=(
            Text("Judgement", "判斷"),
            Text("Now, %", "本期，%"),
            Text("In a word", "用語"),
            Text("Before, %", "上期，%"),
            Text("Ends", "期末"),
            Text("Skill, %", "技巧，%"),
        ),
        rows=tuple(map(row, found)),
    )
