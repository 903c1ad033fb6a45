"""Read a great many random and mutated texts, and say whether any broke the reader.

`python tools/claims_fuzz.py 1000000` reads a million; each must give quantities in
order, within the text, whose surface is the text of their span, and no exception.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from time import perf_counter

from polemos.claims import Reading, read

WRITTEN, BEGAN = date(2025, 2, 24), date(2022, 2, 24)
PIECES = (
    *"0123456789０９,.，。、%％$€₽£¥+-−–~ \n\t()（）「」/:;！?\u200f\u202e\ufeff😀",
    *"零〇一二兩三四五六七八九十百千億萬兆京半數幾多餘成折倍分之點負廿卅壹貳參拾佰",
    *"年月日週天號季初底以來至到從約近逾不足超過高達少以上左右元塊人輛公里噸桶",
    *("個百分點", "百分之", "三分之二", "去年", "自開戰以來", "民國", "歐元", "盧布"),
    *("平方公里", "上升", "降至", "年增", "數十萬", "十幾萬", "過半", "翻倍", "一碼"),
    *("million", "billion", "trn", "bn", "k", "percent", "percentage points", "pp"),
    *("two-thirds", "half", "dozen", "hundreds of thousands", "a quarter of", "twice"),
    *("more than", "nearly", "up to", "between", "and", "to", "from", "since", "in"),
    *("2024", "Q2 2025", "January", "24 February 2025", "last year", "the war began"),
    *("T-72", "M2", "F-16", "https://a.b/1", "10:30", "1.2.3", "第二季", "[1]", "NT$"),
    *("roubles", "dollars a barrel", "km²", "tanks", "casualties", "rose", "fell by"),
)


def random_texts(rng: random.Random) -> Iterator[str]:
    """Make texts of pieces that the grammar knows, in any order."""
    while True:
        count = rng.randint(1, 24)
        glue = rng.choice(("", "", " "))
        yield glue.join(rng.choice(PIECES) for _ in range(count))


def mutated(texts: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Make texts from sentences: characters struck, doubled, swapped, cut, joined."""
    while True:
        text = list(rng.choice(texts))
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(text) + 1)
            match rng.randrange(4):
                case 0:
                    del text[at : at + rng.randint(1, 4)]
                case 1:
                    text[at:at] = rng.choice(PIECES)
                case 2:
                    text[at:at] = text[at : at + rng.randint(1, 6)]
                case _:
                    text = text[at:] + text[:at]
        yield "".join(text)


def broken(text: str, reading: Reading) -> str:
    """Say what is wrong with a reading, or nothing."""
    last = 0
    for q in reading.quantities:
        if not 0 <= q.start < q.end <= len(text):
            return f"{q.surface!r} at {q.start}..{q.end} of {len(text)}"
        if text[q.start : q.end] != q.surface:
            return f"{q.surface!r} is not what stands at {q.start}"
        if q.start < last:
            return f"{q.surface!r} begins before the one before it"
        if q.low is not None and q.high is not None and q.low > q.high:
            return f"{q.surface!r}: {q.low} is over {q.high}"
        last = q.start
    return ""


def fuzz(count: int, sentences: Sequence[str], seed: int) -> None:
    """Read so many texts, half of them mutated sentences; stop at what breaks."""
    rng = random.Random(seed)
    sources = [random_texts(rng)]
    if sentences:
        sources.append(mutated(sentences, rng))
    for i in range(count):
        text = next(sources[i % len(sources)])
        try:
            wrong = broken(text, read(text, WRITTEN, BEGAN))
        except Exception as error:
            raise SystemExit(f"text {i}: {text!r}: {error!r}") from error
        if wrong:
            raise SystemExit(f"text {i}: {text!r}: {wrong}")


def main() -> None:
    """Read a million texts, or as many as are asked for."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    from claims_score import labelled

    begun = perf_counter()
    fuzz(count, [c["text"] for c in labelled("open")], seed=1)
    print(f"{count:,} texts read, none broke: {perf_counter() - begun:,.0f} s")


if __name__ == "__main__":
    main()
