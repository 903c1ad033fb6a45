"""Which wars of the past are like this one, how they ended, and whether that tells.

A war is in the ledger by rule and not by likeness: all between armies of states, or
forces that held a state's ground, since 1900 that the usual list of interstate wars
holds and that went on for two hundred days, where historians agree who began and the
coder is sure of the facts. Of the two world wars each invasion that opened a long front
of its own is a row, of other wars of many theatres one. To these come shorter ones that
stopped on a line, or that writing on how wars freeze keeps citing; that part of the
choice is a judgement, so that what is told should be told with `long` wars alone too.

Features are coded by one hand, in hindsight, from 0 to 1; what he is not sure of is
left open. Their choice is where a conclusion can slip in before the search: therefore
`told_by_likeness` asks whether likeness tells how a war ends at all, and `unlike` names
where it fails.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from polemos.core import Text, WarError, number

LEAST = 6  # features known of both, below which two wars are not compared
LONG = 200  # days
_DUST = 1e-9  # between distances that are the same


@dataclass(frozen=True, slots=True)
class Feature:
    """What a war can be like in: its name, and what 1 means."""

    name: Text
    means: Text


FEATURES: Mapping[str, Feature] = {
    "contiguous": Feature(
        Text("neighbours by land", "陸地相鄰"),
        Text("What is invaded borders on the invader's.", "被侵地與入侵方轄地相鄰。"),
    ),
    "invader_nuclear": Feature(
        Text("invader with nuclear weapons", "入侵方擁核"),
        Text("The invader had nuclear weapons.", "入侵方擁有核武器。"),
    ),
    "invader_great_power": Feature(
        Text("invader a great power", "入侵方為大國"),
        Text("The invader was a great power of its day.", "入侵方為當時的大國。"),
    ),
    "defender_armed_by_great_power": Feature(
        Text("defender armed by a great power", "大國武裝守方"),
        Text(
            "A great power gave most of the defender's arms in the war; half if some.",
            "戰時守方武器多由某一大國供給；部分者計半。",
        ),
    ),
    "outside_troops_fight_for_defender": Feature(
        Text("outside troops fight for the defender", "外國部隊助守方作戰"),
        Text(
            "Another state's troops fought on the defender's soil for it; half if few.",
            "他國正規部隊在守方土地上為其作戰；人數少者計半。",
        ),
    ),
    "regime_autocratic_invader": Feature(
        Text("invader an autocracy", "入侵方為專制政權"),
        Text(
            "An autocracy invaded; half if an elected house had part of the say.",
            "入侵者為專制政權；民選議會分享部分權力者計半。",
        ),
    ),
    "attrition_front": Feature(
        Text("front that stands still", "戰線僵持"),
        Text(
            "A front line hardly moved for most of the war; half if for a good part.",
            "戰爭大半時間戰線少有移動；僅相當一段時間者計半。",
        ),
    ),
    "land_held_by_invader_at_the_end_of_year_one": Feature(
        Text("invader holds land after a year", "入侵方一年後占地"),
        Text(
            "It held taken land a year on, or at a sooner end; half if small pieces.",
            "開戰一年後（或更早結束時）入侵方仍占有所奪土地；零星者計半。",
        ),
    ),
    "mass_casualties": Feature(
        Text("mass casualties", "大量傷亡"),
        Text(
            "Over a hundred thousand soldiers died in all; half if over ten thousand.",
            "雙方陣亡官兵合計逾十萬；逾一萬者計半。",
        ),
    ),
    "sanctions_on_invader": Feature(
        Text("sanctions on the invader", "入侵方受制裁"),
        Text(
            "Much of the world's trade or finance was shut to it; half if a part.",
            "世界大部分貿易或金融對入侵方關閉；僅一部分者計半。",
        ),
    ),
    "ethnic_kin_claim": Feature(
        Text("claim to kin or kindred land", "以同族為由的主張"),
        Text(
            "The invader claimed the people or the land as its own nation's.",
            "入侵方主張當地人民或土地屬於自己的民族。",
        ),
    ),
    "talks_during_war": Feature(
        Text("talks while it is fought", "戰時談判"),
        Text(
            "Both talked of ending it while it was fought; half if feelers, or late.",
            "雙方在交戰期間談判停戰；僅試探或臨近結束才談者計半。",
        ),
    ),
}

ENDS: Mapping[str, Text] = {
    "invader_wins": Text(
        "the defender's army or state gives up or is overthrown",
        "守方軍隊或政權投降或被推翻",
    ),
    "defender_wins": Text(
        "the invader's army is driven out or gives up", "入侵軍被逐出或投降"
    ),
    "ceasefire": Text("fighting stops on an armed line, no treaty", "停火對峙，無條約"),
    "armistice": Text(
        "a signed armistice with guarantees, a zone or peacekeepers",
        "簽署停戰協定，附保障、緩衝區或維和部隊",
    ),
    "treaty": Text(
        "a treaty that says what is recognised, both armies still in the field",
        "兩軍尚在戰場時締約，載明承認條款",
    ),
    "withdrawal": Text("the invader goes home undefeated", "入侵方未敗而撤回"),
    "transformed": Text("it turns into another war", "轉為另一場戰爭"),
}


@dataclass(frozen=True, slots=True)
class War:
    """One war: when, what it was like, and what came of it; None is not known.

    `features` holds those that are known. `relapsed`: large fighting between the two
    within five years; `leader_fell`: whoever led the invader was out of power, and not
    by a natural death, within three years of the end.
    """

    id: str
    name: Text
    began: date
    ended: date | None
    features: Mapping[str, float]
    end: str | None
    relapsed: bool | None
    leader_fell: bool | None
    said: Text

    @property
    def long(self) -> bool:
        """Tell whether it went on for two hundred days, or goes on."""
        return self.ended is None or (self.ended - self.began).days >= LONG

    @classmethod
    def parse(cls, row: Mapping[str, str], where: str) -> "War":
        """Read a row of the ledger, and refuse what is not of its kinds."""
        try:
            en, bar, zh = row["name"].partition(" | ")
            if not bar:
                raise WarError(f"expected 'English | 中文', found {row['name']!r}")
            ended = date.fromisoformat(row["ended"]) if row["ended"] else None
            if (ended is None) is not (row["end"] == ""):
                raise WarError("expected ended and end both, or neither")
            if row["end"] and row["end"] not in ENDS:
                raise WarError(f"expected end of {', '.join(ENDS)}, found {row['end']}")
            return cls(
                row["id"],
                Text(en, zh),
                date.fromisoformat(row["began"]),
                ended,
                {f: _share(row[f], f) for f in FEATURES if row[f]},
                row["end"] or None,
                _flag(row["relapsed"], "relapsed"),
                _flag(row["leader_fell"], "leader_fell"),
                Text(row["en"], row["zh"]),
            )
        except KeyError as error:
            raise WarError(f"{where}: expected {error}, found nothing") from error
        except (ValueError, WarError) as error:
            raise WarError(f"{where}: {error}") from error


def _share(told: str, what: str) -> float:
    value = number(told)
    if value is None or not 0 <= value <= 1:
        raise WarError(f"expected {what} of 0 to 1, found {told!r}")
    return value


def _flag(told: str, what: str) -> bool | None:
    if told not in {"", "0", "1"}:
        raise WarError(f"expected {what} of 0 or 1 or nothing, found {told!r}")
    return told == "1" if told else None


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two wars lie apart, from 0 to 1, and over how many features."""

    distance: float
    compared: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Brier scores of what each war came to, told by the nearest and by all others."""

    wars: int
    near: float
    base: float

    @property
    def skill(self) -> float:
        """Give by what share the nearest err less than the base rate; under 0, more."""
        return 1 - self.near / self.base


Weights = Mapping[str, float]
Outcome = Callable[[War], object | None]
_END: Outcome = attrgetter("end")


def apart(one: War, other: War, weights: Weights | None = None) -> Apart:
    """Give the weighted mean difference over the features known of both wars.

    A feature weighs 1 where no weight is given; what weighs nothing is not compared.
    Over no feature wars are as far apart as can be.
    """
    both = [(f, (weights or {}).get(f, 1.0)) for f in _both(one, other)]
    weighed = [(f, w) for f, w in both if w > 0]
    if not weighed:
        return Apart(1.0, 0)
    far = sum(w * abs(one.features[f] - other.features[f]) for f, w in weighed)
    return Apart(far / sum(w for _, w in weighed), len(weighed))


def _both(one: War, other: War) -> list[str]:
    return [f for f in FEATURES if f in one.features and f in other.features]


def nearest(
    this: War, wars: Sequence[War], k: int, weights: Weights | None = None
) -> tuple[tuple[War, Apart], ...]:
    """Give the k wars least apart from this one, itself left out, with how far.

    More than k where others are as far as the last: to cut between them would be a
    choice. Those compared on fewer than `LEAST` features are left out.
    """
    every = [(w, apart(this, w, weights)) for w in wars if w.id != this.id]
    told = [(w, a) for w, a in every if a.compared >= LEAST]
    told.sort(key=lambda t: (round(t[1].distance, 9), t[0].began, t[0].id))
    reach = max((a.distance for _, a in told[:k]), default=0.0) + _DUST
    return tuple((w, a) for w, a in told if a.distance <= reach)


def unlike(one: War, other: War) -> tuple[tuple[str, float], ...]:
    """Give the features in which two wars differ and by how much, the largest first."""
    gaps = [(f, one.features[f] - other.features[f]) for f in _both(one, other)]
    return tuple(sorted((g for g in gaps if g[1]), key=lambda g: -abs(g[1])))


def counts(wars: Sequence[War], outcome: Outcome = _END) -> Mapping[object, int]:
    """Count what came of wars, the commonest first; where not known it is left out."""
    told = Counter(o for w in wars if (o := outcome(w)) is not None)
    return dict(told.most_common())


def told_by_likeness(
    wars: Sequence[War], k: int, weights: Weights | None = None, outcome: Outcome = _END
) -> Likeness:
    """Score how well the k nearest tell what came of each war, itself left out.

    The base rate is the shares among all others, later ones too. Brier over all
    outcomes, from 0, the best, to 2. Features are of a whole war, and what is held a
    year on is of a short war its end: give that no weight to see what likeness tells.
    """
    over = [w for w in wars if outcome(w) is not None]
    every = list(counts(over, outcome))
    near = base = 0.0
    for war in over:
        others = [w for w in over if w is not war]
        beside = [w for w, _ in nearest(war, others, k, weights)]
        near += _brier(outcome(war), counts(beside or others, outcome), every)
        base += _brier(outcome(war), counts(others, outcome), every)
    return Likeness(len(over), near / len(over), base / len(over))


def _brier(came: object, told: Mapping[object, int], every: Sequence[object]) -> float:
    whole = sum(told.values())
    return sum((told.get(one, 0) / whole - (one == came)) ** 2 for one in every)
