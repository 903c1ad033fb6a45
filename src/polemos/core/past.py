"""What happened before: wars and how they ended, rulers and how they lost power."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from polemos.core.text import Text

LONG = 200  # days
SERVING = "serving"


@dataclass(frozen=True, slots=True)
class Feature:
    """What a war can be like in: its name, and what 1 means."""

    name: Text
    means: Text


WAR_FEATURES: Mapping[str, Feature] = {
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

WAR_ENDS: Mapping[str, Text] = {
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


EXITS: Mapping[str, Text] = {
    "ousted": Text(
        "forced out by a coup, a rising, his party or a foreign army",
        "遭政變、民變、黨內或外國軍隊逼退",
    ),
    "killed": Text("killed in power", "在位時遇害"),
    "died": Text("died in power of natural causes", "在位時自然死亡"),
    "resigned": Text(
        "gave up power, or was relieved when too ill", "自行交出權力，或因病解職"
    ),
    "lost": Text("lost an election, or his terms ran out", "敗選或任期屆滿"),
    SERVING: Text("still serves", "仍在位"),
}


@dataclass(frozen=True, slots=True)
class PastWar:
    """A war of the past: what it was like, from 0 to 1, and what came of it.

    `features` holds those that are known; of a war that goes on `ended` and `end` are
    None. `relapsed`: large fighting between the two within five years; `leader_fell`:
    whoever led the invader was out of power, and not by a natural death, within three
    years of the end; None is not known.
    """

    id: str
    name: Text
    began: date
    ended: date | None
    features: Mapping[str, float] = field(repr=False)
    end: str | None
    relapsed: bool | None
    leader_fell: bool | None
    text: Text

    @property
    def long(self) -> bool:
        """Tell whether it went on for two hundred days, or goes on."""
        return self.ended is None or (self.ended - self.began).days >= LONG


@dataclass(frozen=True, slots=True)
class Tenure:
    """How long a ruler held power.

    Of one who is `serving`, `left` is the last day that is known of, if any is told.
    """

    id: str
    name: Text
    entered: date
    left: date | None
    how: str
