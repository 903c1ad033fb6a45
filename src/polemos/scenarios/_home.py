"""What scenarios do to home, and what home could do: channels, options, both judged."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from polemos.core import (
    CARES,
    EFFECT,
    EXPOSURES,
    PERCENT,
    RATIO,
    SCALE,
    SIDES,
    WHOLE,
    Ask,
    Channel,
    Line,
    Option,
    ParseError,
    Record,
    Text,
    judged_id,
)
from polemos.scenarios._file import RESTING, File, Judgement, both, new

_WORST, _BEST = -2.0, 2.0
_MOST_COST = 20.0  # percent of a year's product; more is a slip of the pen
_OVER = 1e-6
_PLACE = (SCALE, 0.0, WHOLE)
_SHARE = (RATIO, 0.0, 1.0)
_OF = (
    dict.fromkeys((Ask.NOW, Ask.WITHOUT, *SIDES), _PLACE)
    | dict.fromkeys((*CARES, Ask.REVERSIBLE), _SHARE)
    | {Ask.COST: (PERCENT, 0.0, _MOST_COST)}
)
_WORDS = {
    Ask.NOW: Text("as it stands", "現況"),
    Ask.WITHOUT: Text("without a deal", "談不成時"),
    "home": Text("as home would have it", "我方的期望"),
    "patron": Text("as the patron would have it", "對方的要求"),
    "rival": Text("as the rival would have it", "對手的期望"),
    "care.home": Text("how much home cares", "我方的重視程度"),
    "care.patron": Text("how much the patron cares", "對方的重視程度"),
    "care.rival": Text("how much the rival cares", "對手的重視程度"),
    Ask.COST: Text("cost a year, in percent of GDP", "每年代價占 GDP 比重"),
    Ask.REVERSIBLE: Text("how far it can be undone", "可逆程度"),
}


def _exposures(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, str] = {}
    for line in rows:
        key = line.one("id", EXPOSURES, "what is told of home's exposure")
        file.once(line, "id", "exposure", key)
        found[key] = file.series(line, "series")
    file.adds(exposures=found)
    yield from ()


def _channels(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Channel] = {}
    for line in rows:
        key = new(line, found)
        found[key] = Channel(key, both(line, "name"), line.sentences())
    file.adds(channels=found)
    yield from ()


def _bears(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    told_of: dict[str, dict[str, Line]] = {}
    for line in rows:
        branch = line.one("branch", file.told.branches, "a scenario")
        key = line.one("channel", file.told.channels, "a channel of channels.csv")
        told_of.setdefault(key, {})[branch] = line
        told = Judgement.of(line, "effect", _WORST, _BEST)
        what, name = file.told.channels[key].name, file.told.states[branch].name
        title = Text(f"{what.en}, if {name.en}", f"若{name.zh}：{what.zh}")
        series = judged_id("bears", branch, key)
        yield from file.judged(line, series, title, EFFECT, told)
    for key in file.told.channels:
        if key not in told_of:
            raise ParseError(
                f"scenarios/bears.csv:1: expected rows of {key}, which channels.csv "
                "names, found none"
            )
    for key, of in told_of.items():
        lacking = [b for b in file.told.branches if b not in of]
        if lacking:
            list(of.values())[-1].refuse(
                "branch", f"a row of {key} for every scenario", lacking
            )


def _options(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    found: dict[str, Option] = {}
    for line in rows:
        key, name = new(line, found), both(line, "name")
        poles = both(line, "low"), both(line, "high")
        found[key] = Option(key, name, *poles, line.sentences())
    file.adds(options=found)
    yield from ()


def _asks(file: File, rows: Sequence[Line]) -> Iterator[Record]:
    told_of: dict[str, dict[str, Line]] = {}
    cares: dict[str, list[tuple[date, str, float, Line]]] = {}
    for line in rows:
        key = line.one("option", file.told.options, "an option of options.csv")
        of = line.one("of", _OF, "what is judged of an option")
        unit, least, most = _OF[of]
        told = Judgement.of(line, "value", least, most)
        told_of.setdefault(key, {})[of] = line
        if of in CARES:
            cares.setdefault(of, []).append((told.since, key, told.value, line))
        yield from file.judged(
            line, _series(key, of), _title(file, key, of), unit, told
        )
    for key in file.told.options:
        _refuse_lacking(key, told_of.get(key, {}), rows)
    for side in cares.values():
        _whole(side)


def _refuse_lacking(key: str, of: Mapping[str, Line], rows: Sequence[Line]) -> None:
    """Refuse an option of which something is not judged, at the last row there is."""
    lacking = [str(o) for o in _OF if o not in of and o != Ask.WITHOUT]
    if not lacking:
        return
    for line in (*rows[-1:], *of.values())[-1:]:
        line.refuse("of", f"a row of {key} for each of {', '.join(_OF)}", lacking)
    raise ParseError(
        f"scenarios/asks.csv:1: expected rows of {key} for {', '.join(lacking)}, "
        "found none"
    )


def _series(key: str, of: str) -> str:
    return judged_id("option", key, of)


def _title(file: File, key: str, of: str) -> Text:
    name, words = file.told.options[key].name, _WORDS[of]
    return Text(f"{name.en}: {words.en}", f"{name.zh}：{words.zh}")


def _whole(told: Sequence[tuple[date, str, float, Line]]) -> None:
    """Refuse a side that on some day cares for all options together beyond 1."""
    now: dict[str, float] = {}
    for since in sorted({row[0] for row in told}):
        now |= {key: value for day, key, value, _ in told if day == since}
        if sum(now.values()) > 1 + _OVER:
            last = [line for day, _, _, line in told if day == since][-1]
            last.refuse(
                "value",
                "at most 1 over all options of a side",
                f"{round(sum(now.values()), 6):g}",
            )


FILES = {
    "exposures.csv": (("id", "series"), _exposures),
    "channels.csv": (("id", "name", "en", "zh"), _channels),
    "bears.csv": (("branch", "channel", "since", "effect", *RESTING), _bears),
    "options.csv": (("id", "name", "low", "high", "en", "zh"), _options),
    "asks.csv": (("option", "of", "since", "value", *RESTING), _asks),
}
