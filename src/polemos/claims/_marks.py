"""The marks of Markdown and HTML, and what steers a text, as expressions.

Every expression is such that no stretch is read more than a few times over.
"""

import re
from collections.abc import Mapping
from typing import Literal

Markup = Literal["text", "markdown", "html"]

# What steers and is not read: controls, soft hyphens, joiners, marks of direction.
_STEERING = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_NEWLINE = r"(?:\r\n?|[\n\v\f\x85\u2028\u2029])"
_LINES = (
    rf"(?P<steering>[{_STEERING}]+)"
    # what is hyphenated at a line's end is one word, if it is not a compound
    r"|(?P<hyphen>(?<=[a-z])-[ \t]*\r?\n[ \t]*(?=[a-z]))"
    # a number alone at the foot of a page is that page's
    r"|(?P<foot>(?:\r?\n[ \t]*+)+\d{1,4}+[ \t]*+(?:\r?\n[ \t]*+)*\f)"
    rf"|(?P<newline>{_NEWLINE}(?:[ \t]*+{_NEWLINE})*)"
)
_HTML = (
    r"|(?P<entity>&(?:\#\d{1,7};?|\#[xX][\da-fA-F]{1,6};?|[A-Za-z][A-Za-z\d]{1,31};))"
    r"|(?P<tag><(?=/?[A-Za-z]|!|\?))"
)
_MARKDOWN = (
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]).)"
    r"|(?P<fence>^[ ]{0,3}(?:`{3,16}(?!`)|~{3,16}(?!~))[^`\n]*$\n?)"
    r"|(?P<code>(?<!`)`[^`\n]++`(?!`))"
    r"|(?P<heading>^[ ]{0,3}\#{1,6}[ \t]+)"
    r"|(?P<rule>^[ ]{0,3}(?:=++|[|:-][-|: \t]*+)[ \t]*+$)"
    r"|(?P<quoted>^[ ]{0,3}(?:>[ \t]?)+)"
    r"|(?P<footnote>\[\^[^\[\]\s]{1,50}\]:?)"
    r"|(?P<target>^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S++"
    r"(?:[ \t]++[\"'(][^\n]*)?[ \t]*$)"
    r"|(?P<open>(?:!?\[)+)"
    r"|(?P<link>\](?:\([ \t]*(?:<[^<>\n]{0,2000}>"
    r"|(?:[^()\s<]|\([^()\s]*+\))[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+){0,8})?"
    r"(?:\s{1,3}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?[ \t]*\)"
    r"|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<close>\]+)"
    r"|(?P<emphasis>`+|~~+|(?<=[^\s*])\*++(?!\d)|(?<![\d*])\*++(?=[^\s*])"
    r"|(?<![A-Za-z\d_])_++(?=[^\s_])|(?<=[^\s_])_++(?![A-Za-z\d_]))"
)
TOKENS: Mapping[Markup, re.Pattern[str]] = {
    "text": re.compile(_LINES, re.MULTILINE),
    "markdown": re.compile(_LINES + _MARKDOWN + _HTML, re.MULTILINE),
    "html": re.compile(_LINES + _HTML, re.MULTILINE),
}
# Where a mark can begin: prose between is passed over at the engine's own speed.
_BREAKS = rf"-{_STEERING}\n\v\f\r\x85\u2028\u2029"
GATES: Mapping[Markup, re.Pattern[str]] = {
    "text": re.compile(rf"[{_BREAKS}]"),
    "markdown": re.compile(rf"[{_BREAKS}<&\\`~#=|:>\[\]!*_]|^ ", re.MULTILINE),
    "html": re.compile(rf"[{_BREAKS}<&]"),
}
STEERING = re.compile(rf"[{_STEERING}]")
