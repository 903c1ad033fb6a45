"""The lexicon of a war against the figures that it names."""

from datetime import date

from polemos.article import lexicon_of
from polemos.claims import Lexicon
from polemos.claims._lexicon import combinations
from polemos.core import UnknownSeries, end_of_day
from polemos.pipeline import World

NOW = end_of_day(date(2026, 8, 22))


def test_every_series_of_the_lexicon_is_known(packaged: World) -> None:
    """A series that does not exist would leave its quantity unsupported for good."""
    lexicon, view = lexicon_of(packaged.war), packaged.without_models(NOW)
    values: dict[str, list[str]] = {}
    for told in lexicon.values.values():
        for slot, value in told:
            values.setdefault(slot, []).append(value)

    def known(name: str) -> bool:
        try:
            view.spec(name)
        except UnknownSeries:
            return False
        return True

    lost = [
        f"{entry.id}: {d.series}"
        for entry in lexicon.entries.values()
        for d in (*entry.series, *entry.share, *entry.other, *entry.named)
        if not any(known(name) for name, _ in combinations(d, values))
    ]
    assert lost == []


def test_a_phrase_fills_the_slots_that_are_named_within_it() -> None:
    quantity = {
        "id": "aid",
        "name": {"en": "Aid", "zh": "援助"},
        "en": ["fresh weapons aid", "aid to Ukraine"],
        "series": ["kiel/aid.{measure}@{donor}"],
        "default": {"measure": "total", "donor": "ALL"},
    }
    slots = {
        "measure": {"military": {"en": ["weapons aid"]}, "total": {"en": ["in total"]}},
        "donor": {"UKR": {"en": ["Ukraine"]}, "ALL": {"en": ["donors"]}},
    }
    lexicon = Lexicon.parse({"slots": slots, "quantity": [quantity]})
    arms, aid = lexicon.mentions("fresh weapons aid and aid to Ukraine")
    assert (arms.entries, arms.slots) == (("aid",), (("measure", "military"),))
    assert (aid.entries, aid.slots) == (("aid",), ())
