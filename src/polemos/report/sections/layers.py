"""The layers of an argument, rival accounts, a doctrine, and what the past says."""

from polemos.core import WAR_ENDS, Kind, NotYetKnown, Text
from polemos.models import Weighing
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Chart, Table
from polemos.report._section import Content, section
from polemos.report.sections import _doctrine, _precedents
from polemos.report.sections._kept import outlook_of
from polemos.report.sections._tree import (
    Tree,
    given,
    goal_facts,
    implications,
    indicators,
    read,
    reallocation,
    spoken_of,
    verdict,
)

_SHOWN = 0.05  # bn; less prints as nothing
_NONE = Text("nothing of it was known yet", "當時尚無資料可談")


@section("layers", Text("The three layers, and doctrine", "三層論述與行事準則"))
def layers(desk: Desk) -> Content:
    """Hold an argument against what moved, acts against accounts, and ask the past."""
    view = outlook_of(desk)
    content = _Parts(desk, view)
    if view.told.tree and (view.accounts.acts or not view.told.hypotheses):
        content.argument()
    if view.accounts.acts:
        content.accounts()
    content.past()
    if not content.facts:
        raise NotYetKnown(_NONE.en, _NONE)
    return content.whole()


class _Parts:
    """What the section is put together from, part by part."""

    def __init__(self, desk: Desk, view: Weighing) -> None:
        self.desk, self.view = desk, view
        self.facts: dict[str, Fact] = {}
        self.flags: dict[str, bool | str] = {"goals": "0", "tells": False, "ahead": ""}
        self.figures: dict[str, Chart] = {}
        self.tables: dict[str, Table] = {}
        self.quotes: dict[str, Text] = {}

    def whole(self) -> Content:
        """Give what the template may use."""
        return Content(
            facts=self.facts,
            flags=self.flags,
            figures=self.figures,
            tables=self.tables,
            quotes=self.quotes,
        )

    def argument(self) -> None:
        """Lay out the goals, what they imply, and what indicators say."""
        tree = Tree(self.desk, self.view)
        found = read(tree)
        self.facts |= goal_facts(tree) | given(self.desk)
        aid = self.facts.get("patron_aid")
        self.flags["goals"] = str(len(tree.goals))
        self.flags["stopped"] = aid is not None and aid.value < _SHOWN
        self.flags["turned"] = any(r.turned for r in found.values())
        roots = [n for n in self.view.told.tree.values() if n.kind is Kind.THESIS]
        self.quotes["thesis"] = roots[0].text
        for place, goal in enumerate(tree.goals):
            self.quotes[f"goal_{place}"] = goal.name
            self.flags[f"way_{place}"] = verdict(tree, place, found)
        self.tables["implications"] = implications(tree, found)
        moved = indicators(tree, found)
        if moved is not None:
            self.tables["indicators"] = moved
        drawn = reallocation(tree)
        if drawn is not None:
            self.figures["reallocation"] = drawn
        for n, one in enumerate(spoken_of(tree)[:2]):
            self.facts[f"spoken_{n}"] = self.desk.last(one.series)
            self.quotes[f"spoken_{n}"] = one.name

    def accounts(self) -> None:
        """Weigh rival accounts, and score the doctrine."""
        desk, view = self.desk, self.view
        self.facts |= _doctrine.account_facts(desk, view)
        self.facts |= _doctrine.doctrine_facts(desk)
        self.flags["ahead"] = _doctrine.told_ahead(self.facts)
        self.quotes |= _doctrine.account_words(view)
        self.tables["accounts"] = _doctrine.accounts(desk, view)
        scored = _doctrine.doctrine(desk, view)
        if scored is not None:
            self.tables["doctrine"] = scored

    def past(self) -> None:
        """Ask wars and rulers of the past."""
        desk, view = self.desk, self.view
        found = _precedents.precedent_facts(desk, view)
        end = _precedents.commonest(view)
        if found and end is not None:
            self.facts |= found
            self.flags["tells"] = _precedents.tells(found)
            self.quotes["end"] = WAR_ENDS[end]
            self.tables["wars"] = _precedents.nearest_wars(desk, view)
        ruler = _precedents.ruler(view)
        if ruler:
            self.facts |= _precedents.ruler_facts(desk, view)
            self.quotes["ruler"] = view.told.tenures[ruler].name
