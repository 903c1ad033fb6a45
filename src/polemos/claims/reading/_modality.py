"""Whether a sentence tells what is, or a plan, a forecast, somebody's words."""

import re
from bisect import bisect_right
from typing import NamedTuple, Self

from polemos.claims.reading._quantity import Modality
from polemos.core import Stage

# A plan by how far its words say it has come, in both languages.
_STAGES: tuple[tuple[Stage, str, str], ...] = (
    (
        Stage.DELIVERED,
        r"已派遣|已交付|已撥付|已運抵|已進駐|已抵達|交付了",
        r"ha(?:s|ve) (?:sent|deployed|delivered|disbursed|shipped)",
    ),
    (
        Stage.LEGISLATED,
        r"立法通過|三讀|國會通過|議會通過|簽署成法|核准|批准",
        r"(?:parliament|congress|senate|house) (?:approved|passed)|signed into law"
        r"|ratified|enacted",
    ),
    (
        Stage.AGREED,
        r"已(?:經)?同意|同意(?:派|提供|撥|增)|達成協議|敲定|承諾|拍板|簽署|談定",
        r"(?:ha(?:s|ve) )?agreed (?:to|on)|pledg(?:ed?|es|ing)|committed to|promised"
        r"|commitment|signed|approved|finali[sz]ed|clinched",
    ),
    (
        Stage.PROPOSED,
        r"籌劃|計劃|計畫|規劃|擬(?![定訂])|提議|提案|打算|準備(?:派|提供|撥)|宣布將"
        r"|將(?:派|提供|撥款|援助)",
        r"plans? to|planning|planned|propos(?:ed?|es|ing|al)|intends? to|(?:is|are)"
        r" preparing|w(?:ould|ill) (?:send|provide|spend|deploy)|unveiled"
        r"|plan(?: for| of| worth)",
    ),
    (
        Stage.FLOATED,
        r"考慮|研議|討論|評估中|傳出|據傳|有意|醞釀",
        r"consider(?:s|ed|ing)|discuss(?:es|ed|ing)|mull(?:s|ed|ing)|weigh(?:s|ed|ing)"
        r"|float(?:s|ed|ing)|reportedly|talks (?:on|about)",
    ),
)
_ZH, _EN = (
    re.compile("|".join(f"(?P<{one[0].name}>{one[i]})" for one in _STAGES), flags)
    for i, flags in ((1, 0), (2, re.IGNORECASE))
)
_FORECAST_ZH = re.compile(
    r"預測|預估|預計|預期|估計將|可望|恐將|料將|上看(?=[\s約逾]{0,2}\d)"
    r"|將(?:達|增|降|升|超過|突破)"
)
_FORECAST_EN = re.compile(
    r"forecast|project(?:ed|s)\b|expect(?:ed|s)\b|is set to|likely to"
    r"|(?:will|could) (?:reach|rise|fall|hit|exceed|grow)",
    re.IGNORECASE,
)


class _Words(NamedTuple):
    """The words of plans and of forecasts in one language.

    A pattern is tried where one of its stems stands: to look for those is far quicker.
    """

    stems: tuple[str, ...]
    plans: re.Pattern[str]
    forecast_stems: tuple[str, ...]
    forecasts: re.Pattern[str]


_CHINESE = _Words(
    tuple(
        "已 通過 三讀 簽 核准 批准 同意 協議 敲定 承諾 拍板 談定 計 籌劃 規劃 擬 "
        "提議 提案 打算 準備 將 考慮 研議 討論 評估中 傳 有意 醞釀".split()
    ),
    _ZH,
    ("預", "估計將", "可望", "上看", "將"),
    _FORECAST_ZH,
)
_ENGLISH = _Words(
    (
        *("sent", "deploy", "deliver", "disburs", "shipp", "passed", "approv"),
        *("signed", "ratif", "enact", "agree", "pledg", "commit", "promis", "nali"),
        *("clinch", "plan", "propos", "intend", "prepar", "would s", "would p"),
        *("would d", "will s", "will p", "will d", "unveil", "consider", "discuss"),
        *("mull", "weigh", "float", "reported", "talks"),
    ),
    _EN,
    ("forecast", "project", "expect", "will ", "could ", "is set to", "likely"),
    _FORECAST_EN,
)
_LETTER = re.compile("[a-z]")
_QUOTED = re.compile("[「『“][^「『」』“”]*+[」』”]")


class Told(NamedTuple):
    """What one sentence, `text[begin:stop]`, says it is: asked for each number in it.

    `plans` are its words of planning, `first` where it begins to speak of what will be,
    `quoted` the spans between quotation marks; all in order.
    """

    plans: tuple[re.Match[str], ...]
    first: int
    quoted: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, begin: int, stop: int) -> Self:
        """Read a sentence once."""
        plans: list[re.Match[str]] = []
        first = stop
        said = text[begin:stop].lower()
        for words in (
            *((_CHINESE,) if not said.isascii() else ()),
            *((_ENGLISH,) if _LETTER.search(said) else ()),
        ):
            if _holds(said, words.stems):
                plans += words.plans.finditer(text, begin, stop)
            if _holds(said, words.forecast_stems) and (
                m := words.forecasts.search(text, begin, stop)
            ):
                first = min(first, m.start())
        plans.sort(key=re.Match.start)
        quoted = [m.span() for m in _QUOTED.finditer(text, begin, stop)]
        return cls(tuple(plans), first, tuple(quoted))

    def at(self, start: int, end: int) -> tuple[Modality, Stage | None]:
        """Give what a number at `start:end` is told as, and the stage of a plan.

        The stage is that of the nearest word of a plan before the number, or after it.
        """
        i = bisect_right(self.plans, start, key=re.Match.end)
        near = self.plans[i - 1 : i] if i else self.plans[:1]
        if near and (i or near[0].start() >= end):
            return Modality.PLAN, Stage[near[0].lastgroup or ""]
        if self.first < start:
            return Modality.FORECAST, None
        i = bisect_right(self.quoted, start, key=lambda span: span[0])
        if i and self.quoted[i - 1][1] >= end:
            return Modality.QUOTE, None
        return Modality.FACT, None


def _holds(said: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 any() with a generator takes thrice as long
        if stem in said:
            return True
    return False
