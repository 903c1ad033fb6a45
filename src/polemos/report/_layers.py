"""The layers that charts share, and how they become one specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from polemos.report import _theme
from polemos.report._scales import LINE, apart, wrap

Layer = Any  # Altair's own types say less than its documentation
EDGE = 6  # Vega makes room for words outside the plot; this is what is left over
_OF_LAYER = ("data", "encoding", "mark", "name", "transform")
GAP = 8  # pixels between the plot and the labels at its right
HOVER = "hover"  # names the layers that answer to a pointer; print leaves them out
RIGHT = "width"  # Vega-Lite's word for the right edge


@dataclass(frozen=True, slots=True)
class Padding:
    """Room around the plot for what is written outside of it."""

    left: float = 0
    top: float = 8
    right: float = 0
    bottom: float = 0


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that Altair carries into the specification without walking them."""

    rows: list[dict[str, Any]]


def on(rows: list[dict[str, Any]], name: str = "", layer: str = "") -> Layer:
    """Begin a layer on some rows; `name` is what their data are called."""
    data = alt.Data(values=_Rows(rows), **({"name": name} if name else {}))
    return alt.Chart(data, name=layer) if layer else alt.Chart(data)


def whole(layers: Sequence[Any], height: float, room: Padding) -> dict[str, Any]:
    """Put layers together; the height is the plot's, the width whatever there is."""
    drawn = [_plain(layer) for layer in layers]
    return {
        "$schema": drawn[0]["$schema"],
        "width": "container",
        "height": round(height),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {
            "left": room.left,
            "top": room.top,
            "right": round(room.right),
            "bottom": room.bottom,
        },
        "layer": [{k: v for k, v in x.items() if k in _OF_LAYER} for x in drawn],
        "config": _theme.config(),
    }


def _plain(layer: Layer) -> dict[str, Any]:
    """Write one layer out; Altair's own way to join layers copies each many times."""
    made: dict[str, Any] = layer.to_dict(validate=False)
    made["data"]["values"] = made["data"]["values"].rows
    return made


def words(
    text: str | list[str],
    color: str,
    x: Any,
    y: Any,
    **style: Any,
) -> Layer:
    """Write words at a place given in pixels."""
    base = on([{}])
    return base.mark_text(
        **{"align": "left", "baseline": "middle", "lineHeight": LINE} | style
    ).encode(
        x=alt.XValue(x),
        y=alt.YValue(y),
        text=alt.TextValue(text),
        color=alt.ColorValue(color),
    )


@dataclass(frozen=True, slots=True)
class EndLabel:
    """What stands at the end of a line: its name, and its last value."""

    y: float
    name: str
    told: tuple[str, ...]
    hue: str


LIMIT = 118  # pixels that a name may take before it is broken


def least(lines: int) -> float:
    """Give the least height in which so many labels fit."""
    return lines * (2 * LINE + 3.0)


def end_labels(labels: Sequence[EndLabel], height: float) -> list[Layer]:
    """Write the labels at the right of the plot, none over another.

    A long name is broken into lines.
    """
    blocks = [(wrap(x.name, LIMIT) if x.name else []) for x in labels]
    sizes = [
        (len(b) + len(x.told)) * LINE + 3.0 for b, x in zip(blocks, labels, strict=True)
    ]
    centres = apart([x.y for x in labels], sizes, height)
    layers: list[Layer] = []
    for label, block, size, centre in zip(labels, blocks, sizes, centres, strict=True):
        top = centre - size / 2 + LINE / 2 + 1
        if block:
            layers.append(words(block, label.hue, RIGHT, top, dx=GAP))
        told = list(label.told)
        below = top + len(block) * LINE
        layers.append(words(told, _theme.INK, RIGHT, below, dx=GAP))
        if len(labels) > 1 and abs(centre - label.y) > LINE / 2:
            layers.append(_leader(label, centre))
    return layers


def _leader(label: EndLabel, centre: float) -> Layer:
    base = on([{}])
    return base.mark_rule(strokeWidth=0.7, xOffset=1, x2Offset=GAP - 2).encode(
        x=alt.XValue(RIGHT),
        x2=alt.X2Value(RIGHT),
        y=alt.YValue(label.y),
        y2=alt.Y2Value(centre),
        color=alt.ColorValue(label.hue),
    )
