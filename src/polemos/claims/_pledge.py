"""Plans and pledges: how far they had come, against how far a text says they had."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from polemos.claims._bound import Bound
from polemos.claims._fits import plainly, reach_of
from polemos.claims._judge import Judgement
from polemos.claims.reading import Comparator, Quantity
from polemos.core import (
    Confidence,
    Lang,
    Point,
    Stage,
    Step,
    Text,
    UnknownSeries,
    Verdict,
    View,
    amount_id,
)

_NAMES: Mapping[Stage | None, Text] = {
    Stage.FLOATED: Text("floated", "放出風聲"),
    Stage.PROPOSED: Text("proposed", "提出方案"),
    Stage.AGREED: Text("agreed", "已同意"),
    Stage.LEGISLATED: Text("legislated", "完成立法"),
    Stage.DELIVERED: Text("delivered", "已執行"),
    None: Text("taken back", "已撤回"),
}
_SIZES: Mapping[Lang, Sequence[tuple[int, str]]] = {
    "en": ((12, "trn"), (9, "bn"), (6, "mn")),
    "zh": ((12, "兆"), (8, "億"), (4, "萬")),
}
_UNKNOWN = Text("its stage was not known by then", "當時無從得知進度")


def steps_of(view: View) -> Mapping[str, Sequence[Step]]:
    """Give the steps that a view knows by their commitments, oldest first."""
    found: dict[str, list[Step]] = {}
    for step in view.steps():
        found.setdefault(step.commitment, []).append(step)
    return found


def judge_pledge(
    bound: Bound, view: View, steps: Mapping[str, Sequence[Step]]
) -> Judgement:
    """Judge a plan by what a view knows of it; `steps` are those of the view."""
    if bound.pledge is None:
        raise ValueError("expected a bound pledge")
    known = steps.get(bound.pledge.id)
    if not known:
        return Judgement(Verdict.UNSUPPORTED, note=_UNKNOWN)
    q = bound.quantity
    said = q.stage or Stage.PROPOSED
    amount = _amount(bound.pledge.id, view, delivered=said is Stage.DELIVERED)
    judged = _judged(q, said, known[-1], amount)
    note = judged.note
    if note is not None and amount is not None:  # a sentence of a ledger has no number
        figure = _figure(amount)
        note = Text(f"{note.en} {figure.en}", f"{note.zh}{figure.zh}")
    return replace(judged, note=note, steps=tuple(known), amount=amount)


def _judged(q: Quantity, said: Stage, step: Step, amount: Point | None) -> Judgement:
    """Hold what is said to the newest step, then to the newest sum."""
    official = step.told.confidence is Confidence.OFFICIAL
    if not official and said.before(Stage.AGREED):
        return Judgement(Verdict.UNSUPPORTED, note=step.text, material=True)
    if step.stage is None or step.stage.before(said):
        name, was = _NAMES[said], _NAMES[step.stage]
        note = Text(
            f"told as {name.en}, was {was.en}. {step.text.en}",
            f"寫成「{name.zh}」，實為「{was.zh}」。{step.text.zh}",
        )
        return Judgement(Verdict.STAGE_OVERSTATED, note=note, material=True)
    if amount is None:
        note = Text(
            f"how much was not known by then. {step.text.en}",
            f"當時無從得知數額。{step.text.zh}",
        )
        return Judgement(Verdict.UNSUPPORTED, note=note)
    verdict = Verdict.HOLDS if _within(q, amount) else Verdict.OFF
    return Judgement(verdict, note=step.text, material=verdict is Verdict.OFF)


def _amount(commitment: str, view: View, *, delivered: bool) -> Point | None:
    """Give the newest sum that was promised or delivered; None if none was told."""
    try:
        told = view.series(amount_id(commitment, delivered=delivered))
    except UnknownSeries:
        return None
    return told.last() if told.points else None


def _figure(amount: Point) -> Text:
    """Write the newest sum and its day."""
    low, high = amount.ends
    if low == high:
        en, zh = _number(high, "en"), _number(high, "zh")
    elif not low:
        en, zh = f"up to {_number(high, 'en')}", f"至多 {_number(high, 'zh')}"
    else:
        en = f"{_number(low, 'en')} to {_number(high, 'en')}"
        zh = f"{_number(low, 'zh')} 至 {_number(high, 'zh')}"
    day = amount.period
    return Text(f"The newest figure: {en} ({day}).", f"最新數字：{zh}（{day}）。")


def _number(value: float, lang: Lang) -> str:
    for power, word in _SIZES[lang]:
        if value >= 10.0**power:
            return f"{value / 10.0**power:,.6g} {word}"
    return f"{value:,.6g}"


def _within(q: Quantity, amount: Point) -> bool:
    """Say whether what the words allow meets what was known of the sum."""
    least, most = q.low, q.high
    if q.value is not None and least == most:
        reach = reach_of(plainly(q))
        least, most = q.value - reach, q.value + reach
    low, high = (Decimal(repr(e)) for e in amount.ends)
    over = q.comparator in (Comparator.GT, Comparator.GE)
    below = least is None or least < high or (least == high and not over)
    return below and (most is None or most >= low)
