"""The words of a checked text in both languages, and the signs of its verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from polemos.claims import Kind
from polemos.core import Lang, Text, Verdict


class Tone(StrEnum):
    """The four colours that a mark may have; each has a line of its own as well."""

    GOOD = "good"  # a thin line
    CARE = "care"  # dashes
    WRONG = "wrong"  # a double line
    OPEN = "open"  # dots


@dataclass(frozen=True, slots=True)
class Sense:
    """A verdict as readers meet it: `sign` is a path on a grid of twelve."""

    name: Text
    meaning: Text
    tone: Tone
    sign: str


SENSES: Mapping[Verdict, Sense] = {
    Verdict.HOLDS: Sense(
        Text("holds", "相符"),
        Text(
            "The data bear it out: within the bounds that are written, or within half "
            "of the last digit, plus what the publisher usually revises.",
            "資料支持：落在所寫的範圍內，或相差不到末位的半個單位（加計發布者慣常的修訂"
            "幅度）。",
        ),
        Tone.GOOD,
        "M2 6.5 5 9.5 10.2 2.8",
    ),
    Verdict.ROUNDS: Sense(
        Text("rounds", "近似"),
        Text(
            "The data are less than one unit of the last digit away.",
            "資料與所寫相差不到末位的一個單位。",
        ),
        Tone.GOOD,
        "M1.8 5c1.4-1.8 2.8-1.8 4.2-.6s2.8 1.2 4.2-.6M1.8 8.6c1.4-1.8 2.8-1.8 4.2-.6"
        "s2.8 1.2 4.2-.6",
    ),
    Verdict.OUTDATED: Sense(
        Text("outdated", "已過時"),
        Text(
            "It held when it was written, and no longer does.",
            "寫作當時成立，如今不再成立。",
        ),
        Tone.CARE,
        "M6 1.4a4.6 4.6 0 1 0 .01 0M6 3.4V6.2l2 1.4",
    ),
    Verdict.WRONG_DEFINITION: Sense(
        Text("wrong definition", "定義不同"),
        Text(
            "The number is right for another definition: another denominator, another "
            "scope, another starting day.",
            "數字對，分母或定義錯：它符合的是另一個分母、範圍或起算點。",
        ),
        Tone.CARE,
        "M2 6h8M6 2.5v.02M6 9.5v.02",
    ),
    Verdict.NOT_LIKE_FOR_LIKE: Sense(
        Text("not like for like", "不可相比"),
        Text(
            "Two things of different scope are compared; right arithmetic proves "
            "nothing.",
            "比的是範圍不同的兩件事；算術沒錯，也推不出結論。",
        ),
        Tone.CARE,
        "M2 4.4h8M2 7.6h8M8.4 1.6 3.6 10.4",
    ),
    Verdict.STAGE_OVERSTATED: Sense(
        Text("stage overstated", "誇大進度"),
        Text(
            "A plan is told as further along than it was known to be.",
            "把計畫寫得比當時所知的進度更進一步。",
        ),
        Tone.CARE,
        "M1.4 10.4h3V7.2h3V4h3.2M10.6 1.2v2.8",
    ),
    Verdict.OFF: Sense(
        Text("off", "不符"),
        Text(
            "No declared definition gives the number.",
            "沒有一個已知的定義算得出這個數字。",
        ),
        Tone.WRONG,
        "M2.4 2.4l7.2 7.2M9.6 2.4 2.4 9.6",
    ),
    Verdict.CONTRADICTS_ITSELF: Sense(
        Text("contradicts itself", "自相矛盾"),
        Text(
            "Another number of the same text rules it out.",
            "與文中另一個數字不能同時成立。",
        ),
        Tone.WRONG,
        "M2 4h8M7.6 1.8 10 4 7.6 6.2M10 8.6H2M4.4 6.4 2 8.6l2.4 2.2",
    ),
    Verdict.SUPERLATIVE_FAILS: Sense(
        Text("superlative fails", "「最」不成立"),
        Text(
            "It is told as a record, and the series has gone beyond it before.",
            "寫成紀錄，但同一序列先前已有更甚者。",
        ),
        Tone.WRONG,
        "M1.4 10.4 4.6 3l2.2 4.6L8 5.4l2.6 5M1.4 1.2h9.2",
    ),
    Verdict.UNSUPPORTED: Sense(
        Text("unsupported", "無資料可證"),
        Text(
            "It is clear what it is about, but nothing that was known speaks to it.",
            "看得出講的是什麼，但當時沒有資料可以核對。",
        ),
        Tone.OPEN,
        "M3.8 4.2a2.2 2.2 0 1 1 3.2 1.9Q6 6.6 6 7.6M6 10v.02",
    ),
    Verdict.UNBOUND: Sense(
        Text("unbound", "未能對應"),
        Text(
            "It could not be told which quantity it is about; nothing is guessed.",
            "無法判定講的是哪個量；不猜。",
        ),
        Tone.OPEN,
        "M6 1.8v.02M9 3v.02M10.2 6v.02M9 9v.02M6 10.2v.02M3 9v.02M1.8 6v.02M3 3v.02",
    ),
}

KINDS: Mapping[Kind, Text] = {
    Kind.LEVEL: Text("a level", "水準"),
    Kind.CHANGE_BY: Text("a change by", "變動量"),
    Kind.CHANGE_TO: Text("a change to", "變動後的水準"),
    Kind.GROWTH: Text("a growth rate", "變動率"),
    Kind.SHARE: Text("a share", "占比"),
    Kind.RATIO: Text("a ratio", "倍數"),
    Kind.COMPARISON: Text("a comparison", "比較"),
    Kind.SUPERLATIVE: Text("a record", "紀錄之最"),
    Kind.COUNT: Text("a count in words", "約數"),
    Kind.PLAN: Text("a plan", "計畫"),
    Kind.DURATION: Text("a length of time", "時間長度"),
    Kind.DATE: Text("a date", "日期"),
}

# How a number is held: `{}` stands for it.
HELD: Mapping[str, Text] = {
    "eq": Text("{}", "{}"),
    "approx": Text("about {}", "約 {}"),
    "lt": Text("less than {}", "低於 {}"),
    "le": Text("at most {}", "至多 {}"),
    "gt": Text("more than {}", "高於 {}"),
    "ge": Text("at least {}", "至少 {}"),
    "approx_below": Text("just under {}", "略低於 {}"),
    "up_to": Text("as much as {}", "達 {}"),
    "range": Text("{} to {}", "{}至 {}"),
}

WORDS: Mapping[str, Text] = {
    "written": Text("Written", "寫於"),
    "held": Text("Held to what was known on", "核對所用資料截至"),
    "then": Text("When written", "寫作時"),
    "now": Text("Now", "現在"),
    "verdict": Text("Verdict", "判定"),
    "value": Text("Our value", "重算值"),
    "tolerance": Text("Tolerance", "容許誤差"),
    "digit": Text(" (half the last digit)", "（末位數的一半）"),
    "revisions": Text(" (usual revision)", "（慣常修訂幅度）"),
    "exact": Text("none", "無"),
    "interval": Text("Interval", "區間"),
    "period": Text("Period", "期間"),
    "base": Text("Since", "起算"),
    "before": Text("Beaten by", "先前極值"),
    "publisher": Text("Publisher", "發布者"),
    "known": Text("Known on", "得知於"),
    "revised": Text(
        "; dot: as known when written, line: as known now",
        "；點：寫作時所知，線：現在所知",
    ),
    "assumed": Text(" (assumed)", "（推定）"),
    "read": Text("Read as", "讀成"),
    "about": Text("About", "講的是"),
    "material": Text(
        "The point of the sentence falls with it.", "這一句的論點因此站不住。"
    ),
    "fits": Text("Fits the definition", "符合的定義"),
    "series": Text("Series", "序列"),
    "rivals": Text(
        "Same definition, other source or start", "同一定義，其他來源或起點"
    ),
    "others": Text("Other definitions", "其他定義"),
    "evidence": Text("Evidence", "證據"),
    "source": Text("source", "出處"),
    "all": Text("All", "全部"),
    "notes": Text("Every quantity, one by one", "逐項說明"),
    "conflicts": Text("Where the text contradicts itself", "文中自相矛盾之處"),
    "unbound": Text("What was not bound, and why", "未能對應的量與原因"),
    "verdicts": Text("What the verdicts mean", "各項判定的意思"),
    "sources": Text("Sources cited, and their terms", "引用的來源與授權"),
    "terms": Text("Terms", "授權"),
    "newest": Text("Data to", "資料到"),
    "retrieved": Text("Retrieved", "取得"),
    "none": Text("None was found.", "沒有發現。"),
    "every": Text("Every quantity was bound.", "每個量都已對應。"),
    "close": Text("Close", "關閉"),
    "back": Text("Previous", "上一處"),
    "next": Text("Next", "下一處"),
    "picture": Text("picture", "圖"),
    "text": Text("the text", "內文"),
    "hint": Text(
        "Point at a marked number, or move to it with Tab or the arrow keys: what was "
        "found stands here. Enter goes into the card, Esc leaves it.",
        "把游標移到有記號的數字上，或用 Tab 與方向鍵移過去，核對結果就顯示在這裡。"
        "Enter 進入卡片，Esc 離開。",
    ),
    "marks": Text(
        "A second sign behind a number is the verdict of today, where it differs.",
        "數字後若有第二個記號，是以今日所知所作、與當時不同的判定。",
    ),
}


def gone_on(more: int, lang: Lang) -> str:
    """Say how many rows are left out."""
    return f"另有 {more} 筆" if lang == "zh" else f"and {more} more"
