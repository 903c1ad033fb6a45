# ruff: noqa: E501 a paragraph of Chinese is a line
"""Measure the reading of texts against its budget, and print a table.

The budget is 5 MB of prose a second on one core. The limit beside each line is one
expression that finds nothing but runs of digits in the same text; quantulum3 and
recognizers_number stand beside it where they are installed. The hostile lines say how
time grows: ten times the text should take ten times as long. `./run bench claims` runs
this; a line over its budget makes it fail.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from _line import Line, print_table, timed

from polemos.claims import read

ROOT = Path(__file__).parents[1]
WRITTEN, BEGAN = date(2025, 2, 24), date(2022, 2, 24)
MB = 1_000_000
DIGITS = re.compile(r"[0-9]+")
# Articles of ours, about as full of numbers as the report that polemos was made after:
# a quantity for each 700 bytes.
ZH = """
談判這一週沒有結果。雙方都說願意再談，卻沒有說什麼時候、在哪裡談，也沒有說誰會先讓步。
歐洲的外交官私下承認，停火之後由誰來保證，至今沒有人能回答，財政部也還沒有列出數字。
央行把利率維持在 21%，理由是物價還在上漲，而企業仍然願意借錢，銀行也仍然願意放款。
前線的地圖變動不大。兩邊都在等冬天過去，等對方先付不起代價。將領們說補給跟得上，
士兵的家人說的是另一回事。佔領的土地不到 20%，指揮官卻說這只是開始，看不出要停。
對讀者來說，重要的不是這一週的標題，而是錢從哪裡來、裝備還剩多少、盟國還肯付多久。
報紙習慣把一句話寫成一個轉折，可是轉折通常要等很久以後才看得出來，當時沒有人知道。
企業主抱怨找不到工人，農民抱怨油價，退休的人抱怨藥價，電視上說一切都在掌握之中。

"""
EN = """
The talks brought no result this week. Both sides said that they were willing to go on,
but neither said when or where, nor who would give way first. Diplomats admit in private
that nobody knows who would stand behind a ceasefire, and the treasuries have not put a
price on it. The central bank held its rate at 21%, since prices are still rising and
companies are still willing to borrow. The map of the front has hardly moved. Both armies
wait for the winter to pass, and for the other to run out of money. The generals say that
supplies hold out; the families of soldiers tell another story. Less than 20% of the
country is held, and the commander calls it a beginning. What matters to a reader is not
the headline of the week but where the money comes from, how much equipment is left, and
how long the allies are willing to pay. Newspapers like to call each sentence a turning
point, but turning points are seen long afterwards, and nobody knew it at the time. Owners
of firms complain that they find no workers, farmers complain about fuel, pensioners about
the price of medicine, and the television says that all is well in hand.

"""
HOSTILE = ("1 ", "一", "百分之", "1. ", "half ", "highest ", "從1到", "since ", "(")


def rivals(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what libraries do with the same text, if they are installed."""
    if find_spec("quantulum3") is not None:
        parser = import_module("quantulum3.parser")
        yield "quantulum3", lambda: parser.parse(text)
    if find_spec("recognizers_number") is not None:
        number = import_module("recognizers_number")
        yield "recognizers_number", lambda: number.recognize_number(text, "en-us")


def lines() -> Iterator[Line]:
    """Time prose of both languages, then texts made to be slow at two sizes."""
    for name, article in (("Chinese", ZH), ("English", EN)):
        size = 5 * MB
        text = article * (size // len(article.encode()))
        taken = timed(lambda t=text: read(t, WRITTEN, BEGAN), 9)
        limit = timed(lambda t=text: DIGITS.findall(t), 9)
        what = f"{name} prose, 5 MB"
        yield Line(what, size, taken, 1_000, "its digits alone", limit)
        part = text[: MB // 10]
        mine = timed(lambda t=part: read(t, WRITTEN, BEGAN), 9)
        for rival, work in rivals(part):
            yield Line(
                f"{name} prose, .1 MB", len(part), mine, None, rival, timed(work)
            )
    for piece in HOSTILE:
        small, large = (piece * (n // len(piece)) for n in (MB // 10, MB))
        yield Line(
            *(
                f"a line of {piece!r}",
                MB,
                timed(lambda t=large: read(t, WRITTEN)),
                None,
            ),
            *("a tenth of it", timed(lambda t=small: read(t, WRITTEN))),
        )
    ten = (EN.replace("\n", " ").replace(".", ",")) * (10 * MB // len(EN))
    yield Line(
        *(
            "one line of prose, 10 MB",
            len(ten),
            timed(lambda: read(ten, WRITTEN)),
            None,
        ),
        *("its digits alone", timed(lambda: DIGITS.findall(ten))),
    )


if __name__ == "__main__":
    print_table("bytes", lines())
