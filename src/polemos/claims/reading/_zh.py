"""The numerals of a Chinese text, Arabic digits among them: where each one stands."""

import re

from polemos.claims.reading._numeral import Numeral
from polemos.claims.reading._zh_worth import worth

_GAP = r"[ \u3000\xa0]{0,4}+"  # a unit may stand off its digits: 51 兆
_ARABIC = "0-9０-９"
_FIGURE = "一二三四五六七八九壹貳贰弍叁叄弎參参肆伍陸陆柒捌玖"
_COUNTED = f"{_FIGURE}兩两"  # 兩 stands before a unit or a thing, and in no row
_ZERO = "零〇○"
_DIGIT = f"[{_COUNTED}倆{_ZERO}]"
_SMALL = "十拾百佰千仟"
_BIG = "萬万億亿兆京"
_BIG_UNIT = "(?:[萬万億亿兆]|京(?![都城滬沪津九廣广港東东華华奧奥張张哈杭]))"
_UNIT = f"(?:[{_SMALL}]|{_BIG_UNIT})"

# A dotted row such as 2025.02.24 is three integers.
_INTEGER = (
    rf"(?:[{_ARABIC}]{{1,3}}(?:[,，][{_ARABIC}]{{3}}){{1,13}}(?![{_ARABIC}])"
    rf"|[{_ARABIC}]{{1,40}}+)"
)
_DECIMAL = (
    rf"(?:(?<![{_ARABIC}][.．]){_INTEGER}[.．][{_ARABIC}]{{1,40}}+(?![.．][{_ARABIC}])"
    rf"|{_INTEGER}|(?<![{_ARABIC}A-Za-z.．])[.．][{_ARABIC}]{{1,40}}+(?![.．][{_ARABIC}]))"
    rf"(?![{_ARABIC}])"
)
_EXPONENT = (
    rf"(?:[eEｅＥ][-+－＋]?[{_ARABIC}]{{1,2}}+(?![{_ARABIC}A-Za-z])"
    rf"|{_GAP}[kKｋＫMＭ](?![{_ARABIC}A-Za-z]))"
)

# Neighbours make a range: 兩三千, 七八成; so does 三五.
_PAIR = "(?:[一壹][二貳贰兩两]|[二兩两][三叁]|三四|四五|五六|六七|七八|八九|三五)"
_SOME = r"(?:(?<![人總总次指多少半參参分基係系倍函變变字])[數数]|[幾几])"
_FIRST = rf"(?:{_PAIR}|{_DIGIT}|{_DECIMAL}|{_SOME}(?={_GAP}{_UNIT}))"
_INNER = rf"(?:{_PAIR}|{_DIGIT}|[數数幾几]|[{_ARABIC}]{{1,4}}+)"
_ODD = r"[餘余多來来]"

# The digit after a unit: 十五, 一百零五. Right after 百 and above it is a short form,
# 三千五 for 3,500, unless it begins a word of its own: 三千一個月.
_LAST = (
    rf"(?:{_PAIR}|[{_COUNTED}]|[幾几](?![乎何])"
    rf"|[數数](?={_ODD}?{_GAP}(?:[{_BIG}個个名人輛辆架枚]|$)))"
    rf"(?!{_GAP}[{_SMALL}]|[{_FIGURE}{_ZERO}])"
)
_OWN_WORD = (
    rf"(?:[{_COUNTED}][年月天次種种]|[{_COUNTED}](?:[個个]月|日(?![圓圆元]))"
    r"|[一壹][個个些般樣样直切]|[陸陆][軍军戰战地上續续]"
    r"|[參参][加與与戰战賽赛選选考觀观議议謀谋])"
)
_ONES = rf"(?:{_GAP}{_LAST})?"
_TEN = rf"(?:[十拾](?!足)|[廿卅卌]){_ONES}"
_UNDER_100 = (
    rf"(?:{_GAP}(?:[{_ZERO}]?{_GAP}(?:{_INNER}{_GAP})?{_TEN}"
    rf"|(?:[{_ZERO}]{_GAP}|(?!{_OWN_WORD})){_LAST})"
    rf"|[{_ZERO}]?[{_ARABIC}]{{1,4}}+(?!年|{_GAP}[{_SMALL}]|[{_ARABIC}]))?"
)
_HUNDRED = r"[百佰](?!\s?分\s?[點点])"
# 百 and 千 without a digit count where more of the number follows: 百萬, 千三.
_BARE = rf"(?={_GAP}[{_BIG}{_COUNTED}]|{_ODD})(?!{_GAP}[一壹][般樣样])"
_SECTION = (  # up to 9,999
    rf"(?:(?:{_FIRST}{_GAP}|(?=[十拾廿卅卌]|[百佰千仟]{_BARE}))"
    rf"(?:(?:[千仟](?:{_GAP}[{_ZERO}]?{_GAP}{_INNER}{_GAP}{_HUNDRED})?|{_HUNDRED})"
    rf"{_UNDER_100}|{_TEN})|{_FIRST})"
)
# An Arabic number that stands apart begins anew, and so does a year: 3 億 2025 年.
_ANEW = (
    rf"(?:[ \u3000\xa0]{{1,4}}+{_DECIMAL}(?!{_GAP}{_UNIT})|{_INTEGER}年"
    rf"|{_GAP}{_OWN_WORD})"
)


def _count(big: str) -> str:
    """Give the pattern of a whole count; `big` names its group for the big unit.

    What has the same big unit again is a number of its own: 三億 五億.
    """
    return (
        rf"(?:{_SECTION}(?:(?:{_GAP}[零]?{_ODD}|[幾几])?{_GAP}(?P<{big}>{_BIG_UNIT})"
        rf"(?:(?!{_ANEW}){_GAP}[{_ZERO}]?{_GAP}{_SECTION}"
        rf"(?!{_GAP}(?P={big})|{_DIGIT}))?){{0,5}})"
    )


_STRING = rf"[{_FIGURE}{_ZERO}]{{2,40}}+(?!{_GAP}[{_SMALL}{_BIG}])"
_POINT = (
    rf"{_GAP}[點点](?:{_GAP}[{_FIGURE}{_ZERO}]){{1,20}}(?!{_GAP}[{_SMALL}])"
    rf"(?:{_GAP}{_UNIT}{{1,2}})?"
)


def _plain(big: str) -> str:
    return rf"(?:{_STRING}|{_DECIMAL}{_EXPONENT}|{_count(big)})(?:{_POINT})?"


_HYPHEN = r"[-−－+＋]"
_SIGN = (
    rf"(?:(?<![{_ARABIC}A-Za-z%％.{_FIGURE}{_SMALL}{_BIG}年月日號号時时分秒元圓圆人名"
    rf"個个輛辆架枚噸吨里尺度歲岁次國国倍成+＋~～−－-])(?<![{_ARABIC}] ){_HYPHEN}"
    r"|(?<![勝胜自欺辜擔担肩背])[負负](?!.{2,6}[責责]))"
)
_POINTS = rf"(?:[個个]{_GAP})?百{_GAP}分{_GAP}[點点]"
_SUFFIX = rf"(?:{_GAP}{_ODD})?{_GAP}(?:[%％﹪‰]|{_POINTS}|倍(?:半(?![年天日小個个]))?)"
_TENTHS = (
    rf"(?:{_PAIR}|半|[{_COUNTED}]{_POINT}|[{_COUNTED}十]"
    rf"|(?:10|１[0０]|[1-9１-９](?:[.．][{_ARABIC}]{{1,2}})?)(?![{_ARABIC}]))"
    rf"{_GAP}(?<!第[{_FIGURE}十])成"
    r"(?![長长](?![者輩辈])|立(?!委)|[功就績绩果熟交群型分]|員(?!工)|员(?!工)|本(?![金國土])|不變|不变)"
    rf"(?:{_GAP}(?:半(?![年天])|(?!{_OWN_WORD})[{_FIGURE}1-9１-９]"
    rf"(?!{_GAP}[成.．{_ARABIC}{_COUNTED}{_ZERO}{_SMALL}{_BIG}])))?"
)
_OF = rf"{_GAP}分{_GAP}之{_GAP}"
_WHOLE = rf"(?:[{_SMALL}萬万億亿]{{1,4}}(?={_OF})|{_plain('big')})"
_AND = rf"{_GAP}又(?:{_GAP}[{_ARABIC}{_COUNTED}{_ZERO}{_SMALL}{_BIG}]){{1,20}}"
_PARTS = (
    rf"(?:{_AND})?{_OF}{_SIGN}?"
    rf"(?:[百佰](?![{_SMALL}{_BIG}])(?!{_BARE})|{_plain('over')})"
)
_SLASH = (
    rf"(?<![{_ARABIC}][/／])(?:[{_ARABIC}]{{1,40}}+ )?[{_ARABIC}]{{1,40}}+[/／]"
    rf"[{_ARABIC}]{{1,40}}+(?![/／.．]?[{_ARABIC}])"
)
_WORDED = (
    r"一半|半[數数百]|(?<=[過过近逾])半(?![年天日月小個个場场路徑径島岛夜途])"
    rf"|[數数]以[{_SMALL}{_BIG}]{{1,3}}[計计]"
    rf"|翻了?(?:[{_COUNTED}1-9]?番|倍)|倍增(?!器)|加倍"
)
_ALONE = (
    r"[萬万](?:[億亿]|(?=[餘余]))|(?<=[上近逾破過过超達达滿满])[百佰千仟萬万億亿兆](?!分)"
    rf"|{_SOME}(?={_GAP}(?:倍|{_POINTS}))"
)
# In prose most figures are an article, 一個, 兩國: what may follow one that counts is
# more of a number, money, or 碼.
AFTER_FEW = " 元塊块角毛分美歐欧盧卢英日新台人港韓韩碼码兆億亿萬万㎡盎公"
_ARTICLE = (
    rf"[{_FIGURE[:9]}兩两](?=[\u4e00-\u9fff])(?![{_COUNTED}{_ZERO}{_SMALL}廿卅卌{_BIG}"
    rf"數数幾几個个成點点又半多餘余來来倍切看川{AFTER_FEW}])"
)
_WORD = (  # begins with a figure and counts nothing, or is a figure for banks alone
    r"[一壹][切看]|四川|零[售件組组星散食碎頭头部]|○"
    rf"|[陸陆肆伍參参](?!{_GAP}[{_SMALL}{_BIG}壹貳贰叁參参肆伍陸陆柒捌玖點点])"
    rf"|拾(?!{_GAP}[{_FIGURE}{_BIG}])"
    r"|(?<=[大登海著着水內内入退隊队收])[陸陆伍拾]"
)

# One set of characters to stop at, which is quick, and only then a closer look.
_STOP = re.compile(
    rf"[{_ARABIC}.．{_COUNTED}倆{_ZERO}{_SMALL}廿卅卌{_BIG}數数幾几半翻倍加負负"
    r"hd＋+－−-]"
)
_NO_START = (
    rf"[hd](?!ttps?:|ata:)|{_HYPHEN}(?![{_ARABIC}.．{_COUNTED}{_ZERO}{_SMALL}半])"
)
_RUN = (
    rf"[{_ARABIC}{_COUNTED}倆{_ZERO}{_SMALL}{_BIG}]{{41,}}+"
    rf"|[{_ARABIC}]{{1,3}}(?:[,，][{_ARABIC}]{{3}}){{14,}}"
)
_SKIPPED = rf"[hd][!-~]++|{_RUN}|兩兩|两两"
_NUMERAL = re.compile(
    rf"(?!{_NO_START})(?:{_SKIPPED}|({_ARTICLE})|(?!{_WORD})("
    rf"{_WORDED}|(?:{_SIGN}(?!{_RUN}))?(?:{_SLASH}|{_TENTHS}"
    rf"|{_WHOLE}(?:{_PARTS}|{_SUFFIX})?|(?:{_ALONE})(?:{_SUFFIX})?)))"
)


def find(text: str, *, mega: bool = False, articles: bool = True) -> list[Numeral]:
    """Find every numeral of a text, in order; none overlaps another.

    Digits may be Arabic or Chinese, of half or full width; what is written in more than
    40 of them is no number. A figure before a word (一直, 兩國) is one all the same,
    unless `articles` is off. With `mega`, 兆 is a million, as in mainland prefixes, and
    not the 1e12 of the Chinese of Taiwan.
    """
    found = []
    end = 0
    for stop in _STOP.finditer(text):
        at = stop.start()
        if at < end or (match := _NUMERAL.match(text, at)) is None:
            continue
        end = match.end()
        if not match.lastindex or (match.lastindex == 1 and not articles):
            continue
        if (read := worth(match[0], mega)) is not None:
            found.append(Numeral(at, end, *read))
    return found
