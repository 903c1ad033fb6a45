"""Plans and pledges: how far they had come, against how far a text says they had."""

from datetime import date
from decimal import Decimal

from polemos.claims._bound import Bound
from polemos.claims._fits import plainly, reach_of
from polemos.claims._judge import Judgement
from polemos.claims._lexicon import Told
from polemos.claims.reading import Comparator, Quantity
from polemos.core import Stage, Text, Verdict

_NAMES = {
    Stage.FLOATED: Text("floated", "放出風聲"),
    Stage.PROPOSED: Text("proposed", "提出方案"),
    Stage.AGREED: Text("agreed", "已同意"),
    Stage.LEGISLATED: Text("legislated", "完成立法"),
    Stage.DELIVERED: Text("delivered", "已執行"),
}


def judge_pledge(bound: Bound, day: date) -> Judgement:
    """Judge a plan by what was known of it by a day."""
    if bound.pledge is None:
        raise ValueError("expected a bound pledge")
    known = [t for t in bound.pledge.told if t.known <= day]
    if not known:
        note = Text("its stage was not known by then", "當時無從得知進度")
        return Judgement(Verdict.UNSUPPORTED, note=note)
    told, q = known[-1], bound.quantity
    said = q.stage or Stage.PROPOSED
    agreed = not said.before(Stage.AGREED)
    if not told.official and not agreed:
        return Judgement(Verdict.UNSUPPORTED, note=told.text, material=True)
    if told.stage.before(said):
        name, was = _NAMES[said], _NAMES[told.stage]
        note = Text(
            f"told as {name.en}, was {was.en}. {told.text.en}",
            f"寫成「{name.zh}」，實為「{was.zh}」。{told.text.zh}",
        )
        return Judgement(Verdict.STAGE_OVERSTATED, note=note, material=True)
    verdict = Verdict.HOLDS if _within(q, told) else Verdict.OFF
    return Judgement(verdict, note=told.text, material=verdict is Verdict.OFF)


def _within(q: Quantity, told: Told) -> bool:
    """Say whether what the words allow meets what was known of the sum."""
    least, most = q.low, q.high
    if q.value is not None and least == most:
        reach = reach_of(plainly(q))
        least, most = q.value - reach, q.value + reach
    low = None if told.low is None else Decimal(repr(told.low))
    high = None if told.high is None else Decimal(repr(told.high))
    over = q.comparator in (Comparator.GT, Comparator.GE)
    below = (
        high is None or least is None or least < high or (least == high and not over)
    )
    return below and (low is None or most is None or most >= low)
