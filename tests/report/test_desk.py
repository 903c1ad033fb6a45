"""What a section may ask of the world."""

from datetime import date
from pathlib import Path

from polemos import wars
from polemos.core import Reckoning, View
from polemos.report._desk import Desk


def test_an_interval_is_given_whole_or_not_at_all(world: View, war_file: Path) -> None:
    desk = Desk(world, wars.load(str(war_file)), date(2032, 8, 15))
    found = desk.intervals(
        deaths="survey/deaths@ARI",  # a range is told
        rate="survey/rate.key@ARI",  # a value alone
        none="survey/nothing@ARI",
    )
    assert set(found) == {"deaths", "deaths_low", "deaths_high"}
    newest = world.series("survey/deaths@ARI").last()
    told = [found[key].value for key in ("deaths_low", "deaths", "deaths_high")]
    assert told == [newest.low, newest.value, newest.high]
    assert found["deaths_low"].how is Reckoning.LOW
    assert desk.interval("survey/deaths@ARI") == tuple(found.values())
