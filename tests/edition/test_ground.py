"""What the packaged maps say of the oblasts can be said of an oblast."""

from datetime import date

from polemos.core import View, end_of_day
from polemos.indicators.territory_oblasts import OBLAST_SHARES
from polemos.pipeline import World


def _now(world: World) -> View:
    return world.view(end_of_day(date(2026, 8, 22)))


TENTH = 0.1  # points by which outline and official area may miss each other


def test_no_oblast_is_held_beyond_the_whole_of_it(world: World) -> None:
    now = _now(world)
    for made in OBLAST_SHARES:
        assert all(0 <= p.value <= 100 + TENTH for p in now.series(made.spec.id))


def test_the_shares_of_the_newest_day(world: World) -> None:
    now = _now(world)

    def share(word: str) -> float:
        name = f"polemos/territory.held.share.{word}@RUS"
        return round(now.series(name).last().value)

    assert share("luhansk") == 100
    assert share("donetsk") == 80
    assert share("zaporizhzhia") == 75
    assert share("kherson") == 68


def test_the_oblasts_sum_to_the_whole(world: World) -> None:
    now = _now(world)
    parts = [
        n
        for n in now.stored()
        if n.startswith("deepstate/territory.held.") and "unknown" not in n
    ]
    whole = now.series("deepstate/territory.held@RUS").last()
    found = sum(now.series(n).at(whole.period).value for n in parts)
    assert abs(found - whole.value) < 1
