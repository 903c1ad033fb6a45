"""What words of time are read as, by a text written on Monday, 24 February 2025."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.claims.reading._english import English
from polemos.claims.reading._when import Kind, When, find
from polemos.core import Period

WRITTEN, BEGAN = date(2025, 2, 24), date(2022, 2, 24)
NAMES = {
    "the invasion": BEGAN,
    "kursk raid": date(2024, 8, 6),
    "基輔反攻": date(2023, 6, 4),
}
SPECS = Path(__file__).parents[3] / "shared" / "data" / "raw" / "recognizers-text-specs"

# text => surface|period|kind|length; and so on
READ = """
2025年1月 => 2025年1月|2025-01|at
2025 年 1 月 M2 增加 => 2025 年 1 月|2025-01|at
去年 M2 年增高達 19.2% => 去年|2024|at
自俄烏戰開始以來 M2 累計總額增長 77% => 自俄烏戰開始以來|2022-02-24..2025-02-24|since
21 世紀以來從未見過 => 21 世紀以來|2001-01-01..2025-02-24|since
俄烏戰 3 年,俄羅斯貨幣供給量增加 => 3 年|2022-02-24..2025-02-24|span|3 years
從數年縮短到數週 => 數年|2022-02-24..2025-02-24|span|some years; 數週|2025-02-03..2025-02-24|span|some weeks
戰爭打了三年,俄羅斯 => 三年|2022-02-24..2025-02-24|span|3 years
經過三年的消耗戰 => 三年|2022-02-24..2025-02-24|span|3 years
遠超戰爭爆發以來各國對烏克蘭 => 戰爭爆發以來|2022-02-24..2025-02-24|since
過去一週,烏克蘭 => 過去一週|2025-02-17..2025-02-24|at|1 weeks
這個週末,川普 => 這個週末|2025-02-22..2025-02-23|at
影響未來數十年的 => 未來數十年|2025-02-25..2055-02-24|span|some years
前年與今年 => 前年|2023|at; 今年|2025|at
上個月出口 => 上個月|2025-01|at
本月、上週、本週、本週末 => 本月|2025-02|at; 上週|2025-02-17..2025-02-23|at; 本週|2025-02-24..2025-03-02|at; 本週末|2025-02-22..2025-02-23|at
昨天、今天 => 昨天|2025-02-23|at; 今天|2025-02-24|at
第二季 => 第二季|2024-Q2|at
去年第四季 => 去年第四季|2024-Q4|at
2024 年第四季 => 2024 年第四季|2024-Q4|at
2024Q4 => 2024Q4|2024-Q4|at
上半年 => 上半年|2025-01-01..2025-06-30|at
當年前九個月 => 前九個月|2025-01-01..2025-09-30|at
去年下半年 => 去年下半年|2024-07-01..2024-12-31|at
去年底 => 去年底|2024-12|at
年底 => 年底|2024-12|at
2024 年底 => 2024 年底|2024-12|at
年初 => 年初|2025-01|at
今年初 => 今年初|2025-01|at
2024–25 年 => 2024–25 年|2024-01-01..2025-12-31|at
民國 114 年 => 民國 114 年|2025|at
114 年 => 114 年|1911-02-24..2025-02-24|span|114 years
二〇二五年 => 二〇二五年|2025|at
二月二十四日 => 二月二十四日|2025-02-24|at
2月25日 => 2月25日|2024-02-25|at
24 日表示 => 24 日|2025-02-24|at
明年 => 明年|2026|at
到2030年 => 到2030年|2030|until
截至2025年1月底 => 截至2025年1月底|2025-01|until
截至2025年1月31日為止 => 截至2025年1月31日為止|2025-01-31|until
2030年前 => 2030年前|2030|until
年底前 => 年底前|2025-12|until
自2022年以來 => 自2022年以來|2022-01-01..2025-02-24|since
2022 年以來 => 2022 年以來|2022-01-01..2025-02-24|since
自開戰以來 => 自開戰以來|2022-02-24..2025-02-24|since
戰爭爆發以來 => 戰爭爆發以來|2022-02-24..2025-02-24|since
開戰以來 => 開戰以來|2022-02-24..2025-02-24|since
入侵以來 => 入侵以來|2022-02-24..2025-02-24|since
自2022年2月全面入侵以來 => 自2022年2月全面入侵以來|2022-02-01..2025-02-24|since
自今年初以來 => 自今年初以來|2025-01-01..2025-02-24|since
去年二月以來 => 去年二月以來|2024-02-01..2025-02-24|since
自2022年起 => 自2022年起|2022-01-01..2025-02-24|since
2022年至今 => 2022年至今|2022-01-01..2025-02-24|since
來自2022年 => 2022年|2022|at
從2022年到2024年 => 2022年到2024年|2022-01-01..2024-12-31|at
2022年至2024年 => 2022年至2024年|2022-01-01..2024-12-31|at
2024年1月至3月 => 2024年1月至3月|2024-Q1|at
1至3月 => 1至3月|2025-Q1|at
2024年1–11月 => 2024年1–11月|2024-01-01..2024-11-30|at
今年前11個月 => 今年前11個月|2025-01-01..2025-11-30|at
2月17日至24日 => 2月17日至24日|2025-02-17..2025-02-24|at
三年來 => 三年來|2022-02-24..2025-02-24|span|3 years
數年 => 數年|2022-02-24..2025-02-24|span|some years
數十年 => 數十年|1995-02-24..2025-02-24|span|some years
過去兩年 => 過去兩年|2023-02-24..2025-02-24|span|2 years
近十年 => 近十年|2015-02-24..2025-02-24|span|10 years
十二個月 => 十二個月|2024-02-24..2025-02-24|span|12 months
12 個月 => 12 個月|2024-02-24..2025-02-24|span|12 months
三年半 => 三年半|2021-08-24..2025-02-24|span|3.5 years
半年 => 半年|2024-08-24..2025-02-24|span|0.5 years
一年半 => 一年半|2023-08-24..2025-02-24|span|1.5 years
兩個半月 => 兩個半月|2024-12-09..2025-02-24|span|2.5 months
三年前 => 三年前|2022|at|3 years
三年後 => 三年後|2025-02-25..2028-02-24|span|3 years
三個多月 => 三個多月|2024-11-24..2025-02-24|span|3 months
兩週 => 兩週|2025-02-10..2025-02-24|span|2 weeks
90年代 => 90年代|1990-01-01..1999-12-31|at
20世紀90年代 => 20世紀90年代|1990-01-01..1999-12-31|at
上週五 => 上週五|2025-02-21|at
週三 => 週三|2025-02-19|at
截至 2025-02-24 => 截至 2025-02-24|2025-02-24|until
2025/02/24 => 2025/02/24|2025-02-24|at
今年中國 => 今年|2025|at
今年2月中旬 => 今年2月中旬|2025-02-11..2025-02-20|at
上月底 => 上月底|2025-01|at
5 天 => 5 天|2025-02-19..2025-02-24|span|5 days
一月十九日 => 一月十九日|2025-01-19|at
2022年2月24日全面入侵以來 => 2022年2月24日全面入侵以來|2022-02-24..2025-02-24|since
3月 12 日的 => 3月 12 日|2024-03-12|at
2025年 => 2025年|2025|at
自基輔反攻以來 => 自基輔反攻以來|2023-06-04..2025-02-24|since
年底前要 => 年底前|2025-12|until
俄軍在2024年底前 => 2024年底前|2024-12|until
截至去年底 => 截至去年底|2024-12|until
自去年底以來 => 自去年底以來|2024-12-31..2025-02-24|since
民國一一四年二月 => 民國一一四年二月|2025-02|at
２０２５年１月 => １月|2025-01|at
本月底 => 本月底|2025-02|at
下半年 => 下半年|2024-07-01..2024-12-31|at
今年以來 => 今年以來|2025-01-01..2025-02-24|since
in January 2025 => January 2025|2025-01|at
Jan. 2025 and Feb 2025 => Jan. 2025|2025-01|at; Feb 2025|2025-02|at
on 24 February 2025 => 24 February 2025|2025-02-24|at
February 24, 2025 => February 24, 2025|2025-02-24|at
on 2025-02-24 it => 2025-02-24|2025-02-24|at
last year and this year => last year|2024|at; this year|2025|at
last month => last month|2025-01|at
the second quarter of 2025 => the second quarter of 2025|2025-Q2|at
Q2 2025 => Q2 2025|2025-Q2|at
2Q25 => 2Q25|2025-Q2|at
2025 Q3 => 2025 Q3|2025-Q3|at
the first half of 2025 => the first half of 2025|2025-01-01..2025-06-30|at
H1 2025 => H1 2025|2025-01-01..2025-06-30|at
at the end of 2024 => the end of 2024|2024-12|at
end-2024 => end-2024|2024-12|at
in 2024 => 2024|2024|at
the past week => past week|2025-02-17..2025-02-24|at|1 weeks
this weekend => this weekend|2025-02-22..2025-02-23|at
yesterday, today => yesterday|2025-02-23|at; today|2025-02-24|at
last week => last week|2025-02-17..2025-02-23|at
next year => next year|2026|at
by 2030 => by 2030|2030|until
by the end of 2024 => by the end of 2024|2024-12|until
as of 1 February 2025 => as of 1 February 2025|2025-02-01|until
to December 2024 => to December 2024|2024-12|until
since 2022 => since 2022|2022-01-01..2025-02-24|since
since the war began => since the war began|2022-02-24..2025-02-24|since
since the full-scale invasion => since the full-scale invasion|2022-02-24..2025-02-24|since
Since the start of the year => Since the start of the year|2025-01-01..2025-02-24|since
since January => since January|2025-01-01..2025-02-24|since
since February 2022 => since February 2022|2022-02-01..2025-02-24|since
since the Kursk raid => since the Kursk raid|2024-08-06..2025-02-24|since
since the invasion => since the invasion|2022-02-24..2025-02-24|since
since Russia launched its full-scale invasion of Ukraine => since Russia launched its full-scale invasion of Ukraine|2022-02-24..2025-02-24|since
over three years => three years|2022-02-24..2025-02-24|span|3 years
in three years => three years|2022-02-24..2025-02-24|span|3 years
for the past twelve months => past twelve months|2024-02-24..2025-02-24|span|12 months
in 2023 and 2024 => 2023|2023|at; 2024|2024|at
from 2022 to 2024 => from 2022 to 2024|2022-01-01..2024-12-31|at
between 2022 and 2024 => between 2022 and 2024|2022-01-01..2024-12-31|at
2022–2024 => 2022–2024|2022-01-01..2024-12-31|at
2022-24 => 2022-24|2022-01-01..2024-12-31|at
January–March 2025 => January–March 2025|2025-Q1|at
from January to March 2025 => from January to March 2025|2025-Q1|at
from January 2024 to March => from January 2024 to March|2024-Q1|at
17–24 February 2025 => 17–24 February 2025|2025-02-17..2025-02-24|at
February 17-24, 2025 => February 17-24, 2025|2025-02-17..2025-02-24|at
Monday, 24 February 2025 => Monday, 24 February 2025|2025-02-24|at
on Monday => Monday|2025-02-24|at
last Monday => last Monday|2025-02-17|at
in May => May|2024-05|at
in March => March|2024-03|at
late 2024 => late 2024|2024-09-01..2024-12-31|at
early 2025 => early 2025|2025-01-01..2025-04-30|at
mid-2024 => mid-2024|2024-05-01..2024-08-31|at
the 1990s => the 1990s|1990-01-01..1999-12-31|at
the 21st century => the 21st century|2001-01-01..2100-12-31|at
since the end of 2024 => since the end of 2024|2024-12-31..2025-02-24|since
by the end of the year => by the end of the year|2025-12|until
at the end of the year => the end of the year|2024-12|at
the third quarter => the third quarter|2024-Q3|at
first half of the year => first half of the year|2025-01-01..2025-06-30|at
two and a half years => two and a half years|2022-08-24..2025-02-24|span|2.5 years
a year and a half => a year and a half|2023-08-24..2025-02-24|span|1.5 years
three-year war => three-year|2022-02-24..2025-02-24|span|3 years
18-month campaign => 18-month|2023-08-24..2025-02-24|span|18 months
three years ago => three years ago|2022|at|3 years
in the 12 months to January 2025 => 12 months to January 2025|2024-02-01..2025-01-31|span|12 months
in the year to January => year to January|2024-02-01..2025-01-31|span|1 years
the next three years => next three years|2025-02-25..2028-02-24|span|3 years
several years => several years|2022-02-24..2025-02-24|span|some years
a few weeks => a few weeks|2025-02-03..2025-02-24|span|some weeks
past few days => past few days|2025-02-21..2025-02-24|span|some days
in recent years => recent years|2022-02-24..2025-02-24|span|some years
two decades => two decades|2005-02-24..2025-02-24|span|20 years
from 2022 on => from 2022 on|2022-01-01..2025-02-24|since
from 2022 onwards => from 2022 onwards|2022-01-01..2025-02-24|since
this century => this century|2001-01-01..2100-12-31|at
the 2024 budget => 2024|2024|at
fiscal 2024, FY2024 => 2024|2024|at; FY2024|2024|at
in 2024, 2023 and 2022 => 2024|2024|at; 2023|2023|at; 2022|2022|at
one day => one day|2025-02-23..2025-02-24|span|1 days
until 2027 => until 2027|2027|until
before 2022 => before 2022|2022|until
1 Jan. 2025 => 1 Jan. 2025|2025-01-01|at
the last quarter of 2024 => the last quarter of 2024|2024-Q4|at
Sept. 2024 => Sept. 2024|2024-09|at
in the past year => past year|2024-02-24..2025-02-24|at|1 years
over the past 3 years => past 3 years|2022-02-24..2025-02-24|span|3 years
1.5 years => 1.5 years|2023-08-24..2025-02-24|span|1.5 years
June 30,000 troops => June|2024-06|at
March 2022 => March 2022|2022-03|at
February's figures => February|2025-02|at
since the start of the full-scale invasion => since the start of the full-scale invasion|2022-02-24..2025-02-24|since
since Russia invaded Ukraine => since Russia invaded Ukraine|2022-02-24..2025-02-24|since
through 2027 => through 2027|2027|until
the final quarter of 2024 => the final quarter of 2024|2024-Q4|at
March 5 => March 5|2024-03-05|at
on 5 March => 5 March|2024-03-05|at
two weeks later => two weeks later|2025-02-25..2025-03-10|span|2 weeks
this February => this February|2025-02|at
last September => last September|2024-09|at
next June => next June|2025-06|at
next Friday => next Friday|2025-02-28|at
in the three months to January 2025 => three months to January 2025|2024-11-01..2025-01-31|span|3 months
Since last year => Since last year|2024-01-01..2025-02-24|since
a couple of months => a couple of months|2024-11-24..2025-02-24|span|some months
in 1812 => 1812|1812|at
before May => before May|2024-05|until
They may march in two days => two days|2025-02-22..2025-02-24|span|2 days
for the twenty-four months => twenty-four months|2023-02-24..2025-02-24|span|24 months
Decide in 12 months => 12 months|2024-02-24..2025-02-24|span|12 months
early January 2025 => early January 2025|2025-01-01..2025-01-10|at
January 2025 – February 2025 => January 2025 – February 2025|2025-01-01..2025-02-28|at
台積電於2024Q4營收,在2025-02-24公布 => 2024Q4|2024-Q4|at; 2025-02-24|2025-02-24|at
in 2025-01 and 2009-10 => 2025-01|2025-01|at; 2009-10|2009-01-01..2010-12-31|at
""".strip().splitlines()  # noqa: E501

NO_DATE = """
二戰後期
第一步
1/24
24 日圓
每三年
第三年
2024年13月
2月31日
0年
T-72 坦克 2500 輛
02-2024-1234
每周三
貿易戰爭爆發以來
冷戰以來
二戰以來
月底
三週年
2000 輛
達到 2024 輛
三層
近3萬名
日本與天然氣
第三層星期
最後期限
since Russia is weak
since Russia invaded Georgia
since the war in Iraq
since the Cold War
since World War II
from a year earlier
5% year on year
$3bn a year
up on a year ago
2024 tanks were
2,500 vehicles
in 2,024 cases
May the force
March on Kyiv
30-year-old man
decades of war
ever since
31 February 2025
Feb 30
99 January 2025
2025-13-01
0000-01-01
T-72 and F-16
v2.2024.1 http://x.y/2025/02/24/abc
call 02-2024-1234
he may go
Tanks: 2024
up 5% on the year
H2
the week
by year
2024's
around 2024 tanks
""".strip().splitlines()


def told(text: str, w: When) -> str:
    length = [f"{'some' if w.length is None else w.length} {w.unit}"] if w.unit else []
    return "|".join([text[w.start : w.end], str(w.period), w.kind.value, *length])


def found(text: str) -> str:
    return "; ".join(told(text, w) for w in find(English(text), WRITTEN, BEGAN, NAMES))


@pytest.mark.parametrize("row", READ)
def test_a_phrase_is_read(row: str) -> None:
    text, expected = row.split(" => ")
    assert found(text) == expected


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert found(text) == ""


def test_a_war_that_nobody_dates_is_no_date() -> None:
    assert find(English("戰爭爆發以來 since the war began"), WRITTEN) == []


@pytest.mark.parametrize(
    ("text", "written", "period"),
    [
        ("這個週末", date(2025, 2, 26), "2025-02-22..2025-02-23"),
        ("這個週末", date(2025, 3, 1), "2025-03-01..2025-03-02"),
        ("上週末", date(2025, 3, 1), "2025-02-22..2025-02-23"),
        ("2月29日", date(2025, 2, 24), "2024-02-29"),
        ("on 29 February", date(2103, 1, 1), "2096-02-29"),
        ("31 日", date(2025, 3, 1), "2025-01-31"),
        ("第二季", date(2025, 4, 1), "2025-Q2"),
        ("in December", date(2025, 12, 1), "2025-12"),
        ("過去三個月", date(2025, 5, 31), "2025-02-28..2025-05-31"),
    ],
)
def test_what_names_no_year_is_the_newest(
    text: str, written: date, period: str
) -> None:
    (when,) = find(English(text), written)
    assert str(when.period) == period


def test_a_length_is_counted() -> None:
    (when,) = find(English("戰爭打了三年半"), WRITTEN)
    assert (when.length, when.unit, when.kind) == (Decimal("3.5"), "years", Kind.SPAN)


PIECES = (
    *(
        "2025",
        "年",
        "月",
        "日",
        "13",
        "31",
        "0",
        "去",
        "以來",
        "自",
        "到",
        "二〇",
        "十",
    ),
    *("since ", "the ", "end of ", "May ", "Feb ", "Q", "H", "past ", "years ", "-"),
    *(
        "99999999",
        " ",
        "，",
        "\n",
        "İ",
        "世紀",
        "半",
        "個",
        "ago ",
        "to ",
        "9999",
        "0000",
    ),
)


@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=30),
    st.dates(),
)
def test_any_text_is_read_in_order(text: str, written: date) -> None:
    whens = find(English(text), written, BEGAN, NAMES)
    ends = [0, *(w.end for w in whens)]
    for end, w in zip(ends, whens, strict=False):
        assert end <= w.start < w.end <= len(text)


PLAIN = re.compile(r"(\d{4}|XXXX)(-\d\d)?|\(\S+,P[36]M\)")


def plain(language: str) -> Iterator[tuple[date, str, Period]]:
    """Give the specimens that name one year, month, quarter or half."""
    file = SPECS / "DateTime" / language / "DatePeriodParser.json"
    if not file.is_file():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    for case in json.loads(file.read_text("utf-8-sig")):
        results = case.get("Results", [])
        if len(results) != 1 or not PLAIN.fullmatch(results[0]["Value"]["Timex"]):
            continue
        past = results[0]["Value"]["PastResolution"]
        said = case.get("Context", {}).get("ReferenceDateTime")
        if said and {"startDate", "endDate"} <= past.keys():
            first, end = (date.fromisoformat(past[k]) for k in ("startDate", "endDate"))
            yield date.fromisoformat(said[:10]), case["Input"], Period(first, end)


@pytest.mark.raw
@pytest.mark.parametrize(("language", "least"), [("Chinese", 13), ("English", 29)])
def test_specimens_of_periods_agree(language: str, least: int) -> None:
    """Microsoft's readings; where a year is not said theirs of the past is taken."""
    cases = list(plain(language))
    same = [
        text
        for written, text, period in cases
        if [w.period for w in find(English(text), written)] == [period]
    ]
    assert len(same) >= least, f"{len(same)} of {len(cases)}"
