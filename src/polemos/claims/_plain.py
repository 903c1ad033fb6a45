"""A text without its markup, in which each character knows where it stood."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from polemos.claims._markup import CELLS, BLOCKS, Tags

Form = Literal["text", "markdown", "html"]
Edit = tuple[int, int, str]  # what stands in place of source[start:end]

# What steers and is not read: controls, soft hyphens, joiners, marks of direction.
_STEERING = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_CJK = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_COMPOUND = (  # whose hyphen is part of the word wherever the line ends
    r"(?<!\btwo)(?<!\bone)(?<!\bhalf)(?<!\byear)(?<!\bmonth)(?<!\bthree)(?<!\bon)"
    r"(?<!\bfour)(?<!\bfive)(?<!ty)"
)
_LINES = (
    rf"(?P<steering>[{_STEERING}]+)"
    r"|(?P<hyphen>(?<=[a-z])-[ \t]*\r?\n[ \t]*(?=[a-z]))"
    # a line of some length that breaks between two Chinese characters was wrapped
    rf"|(?P<wrap>(?<=[^\r\n]{{15}}[{_CJK}])[ \t]*\r?\n[ \t]*(?=[{_CJK}]))"
    r"|(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])"
)
_ENTITY = (
    r"|(?P<entity>&(?:\#\d{1,7};?|\#[xX][\da-fA-F]{1,6};?|[A-Za-z][A-Za-z\d]{1,31};))"
)
_TAG = r"|(?P<tag><(?=[A-Za-z/!?]))"
_SPACE = r"|(?P<space>[ \t]*\n\s*)"
_MARKS = (
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]).)"
    r"|(?P<fence>^[ ]{0,3}(?:`{3,16}(?!`)|~{3,16}(?!~))[^`\n]*$)"
    r"|(?P<heading>^[ ]{0,3}\#{1,6}[ \t]+)"
    r"|(?P<rule>^[ \t]{0,3}(?:=+|[|:-][-|: \t]*)[ \t]*$)"
    r"|(?P<quoted>^[ ]{0,3}(?:>[ \t]?)+)"
    r"|(?P<footnote>\[\^[^\[\]\s]{1,50}\]:?)"
    r"|(?P<target>^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*[^\s]++[^\n]*$)"
    r"|(?P<opening>(?:!?\[)+)"
    r"|(?P<close>\](?:\((?:<[^<>\n]{0,2000}>|(?:[^()\s<]|\([^()\s]*+\))[^()\s]*+"
    r"(?:\([^()\s]*+\)[^()\s]*+){0,8})?(?:[ \t]+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?"
    r"[ \t]*\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<bracket>\]+)"
    r"|(?P<emphasis>`+|(?<=[^\s*])\*+|\*+(?=[^\s*])|~~+|(?<![A-Za-z\d_])_+(?=[^\s_])"
    r"|(?<=[^\s_])_+(?![A-Za-z\d_]))"
)
