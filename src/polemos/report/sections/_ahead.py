"""What the war's outlook names: judgements, with their chances and their record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from polemos import wars
from polemos.core import (
    LANGS,
    Horizon,
    Kinds,
    NotYetKnown,
    Target,
    Text,
    WarError,
    end_of_day,
    exactly,
    refuse_wrong,
)
from polemos.models import (
    Forecasting,
    Prediction,
    band_of,
    forecast_id,
    model_named,
    score_id,
)
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Cell, Day, Num, Quote, Span, Table

_TEXT, _WHOLE = (str, "text"), (int, "a whole number")
_WORDS_IN = (dict, "words in en and zh")
_KEYS: Mapping[str, Kinds] = {
    "fan": {
        **{"target": _TEXT, "label": _WORDS_IN, "months": _WHOLE, "digits": _WHOLE},
        **{"key": _TEXT, "fact": _TEXT, "unit": _TEXT},
    },
    "judgement": {
        **{"target": _TEXT, "horizon": _TEXT, "text": _WORDS_IN},
        **{"above": (object, "a number"), "below": (object, "a number")},
    },
}
_SPARE = frozenset({"key", "fact", "unit", "above", "below"})
_LEAST = {"months": 1, "digits": 0}
# One word for each band of chances: the same in every edition.
WORDS: Mapping[str, Text] = {
    "almost_none": Text("almost no chance", "幾乎不可能"),
    "unlikely": Text("unlikely", "不太可能"),
    "rather_not": Text("less likely than not", "較不可能"),
    "even": Text("about even", "機會各半"),
    "likely": Text("likely", "可能"),
    "very_likely": Text("very likely", "很可能"),
    "almost_sure": Text("almost certain", "幾乎確定"),
}
_STEPS = {"w": Text("weeks", "週"), "m": Text("months", "個月")}
_NEAR, _SURE = 1.0, 100.0  # percent: this near an end a chance has a digit more
_UP, _DOWN = Text("up from", "升自"), Text("down from", "降自")
_STILL = Text("still", "仍為")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement with a chance: the words, who says it, now and at the last edition.

    `skill` names the series of the Brier skill of such chances.
    """

    text: Text
    target: Target
    horizon: Horizon
    model: str
    now: Fact
    before: Fact | None
    skill: str

    @property
    def yields(self) -> bool:
        """Say whether the baseline speaks, as the leading model did worse so far."""
        return self.model != self.target.models[0]


def forecasting(desk: Desk) -> Forecasting:
    """Give the view with its forecasts, if models were asked for this edition."""
    if not isinstance(desk.view, Forecasting) or not desk.view.targets:
        none = Text("nothing is forecast of this war", "這場戰爭沒有預測標的")
        raise NotYetKnown(f"{desk.war.id}: {none.en}", none)
    return desk.view


def outlook(desk: Desk, kind: str) -> Sequence[dict[str, Any]]:
    """Give the fans or the judgements that the war's table names."""
    table = wars.table(desk.war, "outlook.toml")
    if not set(table) <= set(_KEYS):
        raise WarError(
            f"outlook.toml: expected [[fan]] and [[judgement]], found {sorted(table)}"
        )
    found: Sequence[dict[str, Any]] = table.get(kind, ())
    for number, raw in enumerate(found, 1):
        where = f"outlook.toml: {kind} {number}"
        if not isinstance(raw, dict):
            raise WarError(f"{where}: expected a table, found {raw!r}")
        refuse_wrong(where, raw, _KEYS[kind], _SPARE)
        for key, least in _LEAST.items():
            if raw.get(key, least) < least:
                raise WarError(
                    f"{where}: expected {key} to be {least} or more, found {raw[key]!r}"
                )
        for key in raw.keys() & {"label", "text"}:
            _refuse_half(f"{where}: {key}", raw[key])
    return found


def _refuse_half(where: str, words: Mapping[str, Any]) -> None:
    try:
        Text(**words)
    except (AttributeError, TypeError, ValueError) as error:
        raise WarError(f"{where}: expected words in en and zh, found {error}") from None


def target_of(view: Forecasting, name: str) -> Target:
    """Give a target by its id."""
    for target in view.targets:
        if target.id == name:
            return target
    raise WarError(f"outlook.toml: expected a target of this war, found {name!r}")


def asked_of(desk: Desk, name: str) -> Target | None:
    """Give a target by its id, if this edition's view forecasts it."""
    if not isinstance(desk.view, Forecasting):
        return None
    return next((t for t in desk.view.targets if t.id == name), None)


def titled(target: Target) -> dict[str, str]:
    """Name the model that leads, and what it has to beat, in each language."""
    titles = {"leads": target.models[0], "beats": target.baseline}
    named = {key: model_named(name).title for key, name in titles.items()}
    return {f"{k}_{lang}": t.in_(lang) for k, t in named.items() for lang in LANGS}


def word(chance: float) -> Text:
    """Give the word for a chance in percent."""
    return WORDS[band_of(chance)]


def ahead(horizon: Horizon) -> Text:
    """Say how far ahead, in words."""
    step = _STEPS[horizon.step]
    return Text(f"{horizon.count} {step.en}", f"{horizon.count} {step.zh}")


def judgements(desk: Desk) -> Iterator[Judgement]:
    """Give the judgements that can be made as of the edition's day."""
    view = forecasting(desk)
    for raw in outlook(desk, "judgement"):
        target = target_of(view, raw["target"])
        side, value = _threshold(target, raw)
        horizon = Horizon.parse(raw["horizon"])
        model = view.record.speaker(target, horizon)
        rival = "" if model == target.models[0] else model
        name = forecast_id(target.id, f".{side}.{exactly(value)}", rival)
        now = _at_horizon(view, name, view.answer(target, model), horizon)
        if now is None:
            continue
        past, before = desk.known_at(end_of_day(desk.last_edition)), None
        if isinstance(past, Forecasting):
            before = _at_horizon(past, name, past.answer(target, model), horizon)
        skill = score_id(target.id, raw["horizon"], model, f"event.{exactly(value)}")
        yield Judgement(
            *(Text(**raw["text"]), target, horizon, model, now, before, skill)
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
    if len(raw.keys() & {"above", "below"}) != 1:
        raise WarError(f"{where}: expected one of above and below")
    side = "above" if "above" in raw else "below"
    if isinstance(raw[side], bool) or raw[side] not in target.above:
        known = ", ".join(map(exactly, target.above)) or "none"
        raise WarError(
            f"{where}: expected {side} to be one of the target's {known}, found "
            f"{raw[side]!r}"
        )
    return side, raw[side]


def _at_horizon(
    view: Forecasting, name: str, answers: Sequence[Prediction], horizon: Horizon
) -> Fact | None:
    """Give the chance at one horizon, as a view had it."""
    wanted = [a.question.period for a in answers if a.question.horizon == horizon]
    if not wanted:
        return None
    s = view.series(name)
    return Fact(name, s.unit, s.at(wanted[0]), as_of=view.as_of)


def judgement_table(desk: Desk, found: Sequence[Judgement]) -> Table | None:
    """Lay judgements out: the chance now and before, its end, and its record."""
    if not found:
        return None

    def row(j: Judgement) -> tuple[Cell, ...]:
        return (
            Quote(_worded(j)),
            Num(j.now, _digits(j)),
            word(j.now.value),
            _moved(j),
            Day(j.now),
            Text("is the baseline", "即基準")
            if j.yields
            else Span(*desk.interval(j.skill), sign="+")
            if desk.has(j.skill)
            else Text("withheld", "不列"),
        )

    return Table(
        head=(
            Text("Judgement", "判斷"),
            Text("Chance, %", "機率，%"),
            Text("In a word", "用語"),
            Text("Last week, %", "上期，%"),
            Text("Horizon", "期限"),
            Text("Brier skill, %", "Brier 技術得分，%"),
        ),
        rows=tuple(map(row, found)),
    )


def _worded(j: Judgement) -> Text:
    """Give the words, and who speaks if it is not the model that leads."""
    if not j.yields:
        return j.text
    who = model_named(j.model).title
    return Text(
        f"{j.text.en} (by the baseline: {who.en})",
        f"{j.text.zh}（由基準作答：{who.zh}）",
    )


def _moved(j: Judgement) -> Num | None:
    """Give the chance of the last edition, and which way it has gone as printed."""
    if j.before is None:
        return None
    digits = _digits(j)
    now, before = (floor(f.value * 10**digits + 0.5) for f in (j.now, j.before))
    lead = _UP if now > before else _DOWN if now < before else _STILL
    return Num(j.before, digits, lead=lead)


def _digits(j: Judgement) -> int:
    """Give the digits of a chance: near an end a whole percent reads as certainty."""
    told = [f.value for f in (j.now, j.before) if f is not None]
    return 1 if min(told) < _NEAR or max(told) > _SURE - _NEAR else 0
