"""The four colours and the type of every chart; see docs/guide."""

from typing import Any

from polemos.report._figure import Hue

FONT = "Noto Sans, Noto Sans TC"
INK, GREY, FAINT, PAPER = "#1b1b1b", "#8a8f98", "#e3e5e8", "#ffffff"
LAND, HELD = "#f2f0eb", "#dfa59e"
SOFT = "#5f656e"  # grey for words: dark enough to read
HUES = {
    Hue.INVADER: "#b4463c",
    Hue.DEFENDER: "#2f6db3",
    Hue.THIRD: "#c58a1b",
    Hue.INK: INK,
    Hue.GREY: GREY,
}
# Words in a hue are drawn darker than the mark where the mark alone is too pale.
WORDS = {**HUES, Hue.THIRD: "#8f6109", Hue.GREY: SOFT}

# The same colours by name, for a page that is also read in the dark.
NAMES = {
    INK: "ink",
    GREY: "grey",
    FAINT: "faint",
    PAPER: "paper",
    LAND: "land",
    HELD: "held",
    SOFT: "soft",
    HUES[Hue.INVADER]: "invader",
    HUES[Hue.DEFENDER]: "defender",
    HUES[Hue.THIRD]: "third",
    WORDS[Hue.THIRD]: "third-words",
}


def config() -> dict[str, Any]:
    """Give the Vega-Lite configuration."""
    words = {"labelFont": FONT, "labelFontSize": 11, "labelFontWeight": 400}
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {
            **words,
            "labelColor": SOFT,
            "gridColor": FAINT,
            "domain": False,
            "ticks": False,
            "title": None,
            "labelPadding": 6,
        },
        "axisX": {"grid": False, "ticks": True, "tickColor": GREY, "tickSize": 4},
        "text": {"font": FONT, "fontSize": 11, "fontWeight": 400, "color": INK},
    }
