"""Numerals that are part of a name, and so no quantity: M2, T-72, 第二季, a link."""

import re

_NAMES = re.compile(
    r"(?P<link>(?:https?://|www\.|mailto:|data:)[^\s<>\"'）)」]++)"
    r"|(?P<mail>[\w.+-]++@[\w-]++\.[\w.]++)"
    r"|(?P<model>(?<![A-Za-z0-9$€£¥₽])(?!(?:EUR|USD|RUB|TWD|NT|US|HK|CNY|RMB|GBP|JPY)[\s-]?\d)"
    r"(?:[A-Z][A-Za-z]{0,7}|[A-ZА-Я]{1,6}|[a-z](?=-\d))-?\d++(?:[A-Za-z]{1,3}\d{0,2})?"
    r"(?:[-/.]\d++)*+(?![\d%])(?!,\d{3}))"
    r"|(?P<made>(?<![\w.,$€£¥₽])\d{1,2}[A-Z]{1,3}\d{1,3}[A-Z]?\b)"  # 2S19, 9K720
    r"|(?P<phone>(?<![\w.])(?:\+?\d{1,3}[-\s])?(?:\(0?\d{1,4}\)[-\s]?|0\d{1,3}-)\d{3,4}-?\d{3,4}\b)"
    r"|(?P<version>(?<![\d.])\d{1,3}(?:\.\d{1,3}){2,}+(?![\d%]))"
    r"|(?P<order>第\s?[\d〇零一二三四五六七八九十百千兩]++)"
    r"|(?P<ordinal>(?<![\d.,])\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<list>(?m:^)[ \t]*[#>]*[ \t]*(?:[*-][ \t]+)?(?:\d{1,2}(?:\.\d{1,2})*[.、)）](?!\d)|[一二三四五六七八九十]{1,3}[、.])[ \t]?)"
    r"|(?P<note>\[\^?\d{1,3}\]|(?:[Tt]able|[Ff]igure|[Ff]ig\.|[Cc]hart|[Pp]age|[Nn]o\.|[Pp]art|[Cc]hapter|"
    r"[Ss]ection|[Aa]rticle|[Rr]esolution|#|表|圖|頁|附錄)\s?\d++(?:[./]\d++)*+)"
    r"|(?P<pair>(?:兌|對|per |to |for )\s?1\s?(?=[美歐英日人]|US|dollar|euro|\$))"
    r"|(?P<clock>(?<!\d)\d{1,2}[:：]\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<century>\d{1,2}\s?世紀|二十一世紀|\b(?:twenty-first|twentieth)[\s-]century)"
)


def names(text: str) -> list[tuple[int, int]]:
    """Give the spans of names that hold digits, in order."""
    return [m.span() for m in _NAMES.finditer(text)]
