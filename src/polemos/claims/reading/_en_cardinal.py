"""Cardinal numbers in English words, and in words and digits: 3 hundred and 21."""

from dataclasses import dataclass
from decimal import Decimal

from polemos.claims.reading._en_words import Kind, Token

_ONE = Decimal(1)
_TEN = Decimal(10)
_HUNDRED = Decimal(100)
_BOUND = ("", "-")
_ADDED = ("", "-", "and")
_MOST = Decimal(10**20)  # that has a remainder: it may not exceed 28 digits
_PLACES = 40  # of "point one four …"


@dataclass(slots=True)
class Run:
    """Neighbouring tokens, and what stands in front of each ("", "-", "and", …)."""

    tokens: list[Token]
    joins: list[str | None]

    def kind(self, at: int, stop: int, joins: tuple[str, ...] = _BOUND) -> str | None:
        """Name the kind of a token that one of `joins` ties to the one before."""
        if at >= stop or self.joins[at] not in joins or self.tokens[at - 1].form:
            return None
        return self.tokens[at].kind


@dataclass(slots=True)
class Cardinal:
    """A number of `run.tokens[…:end]`; `scale`: the thousand or million at its end."""

    end: int
    value: Decimal
    step: Decimal
    scale: Decimal = _ONE

    @property
    def integral(self) -> bool:
        """Whether it is whole, however many digits it has."""
        return self.value == self.value.to_integral_value()


def cardinal(run: Run, at: int, stop: int, divided: bool = False) -> Cardinal | None:
    """Read the longest number that begins at a token; None where none begins.

    Millions come before thousands, thousands before hundreds. Where `divided`
    ("between two hundred and three thousand") no "and" joins.
    """
    links = _BOUND if divided else _ADDED
    number = _chunk(run, at, stop, links)
    if number is None:
        return None
    digits = run.tokens[at].kind is Kind.DIGITS
    while number.scale > _HUNDRED and run.kind(number.end, stop, links) is not None:
        more = _chunk(run, number.end, stop, links)
        and_joined = run.joins[number.end] == "and"
        if more is None or not 0 < more.value < number.scale:
            break
        if more.scale == 1 and more.value < _HUNDRED:
            # "five million two years ago" is not 5,000,002
            if digits or not and_joined:
                break
        elif run.tokens[number.end].kind is Kind.DIGITS and and_joined:
            break
        value = number.value + more.value
        number = Cardinal(more.end, value, more.step, more.scale)
    return number


def pointed(run: Run, whole: Cardinal, stop: int) -> Cardinal:
    """Read "two hundred point zero three" on from its whole part."""
    if whole.scale > _HUNDRED or not whole.integral:
        return whole
    at, places = whole.end, ""
    links: tuple[str, ...] = ("point",)
    while len(places) < _PLACES and run.kind(at, stop, links) in (Kind.UNIT, Kind.TENS):
        small = _small(run, at, stop)
        if small is None:
            break
        places, at, links = places + str(small.value), small.end, _BOUND
    if not places:
        return whole
    part = Cardinal(at, whole.value + Decimal("0." + places), _ONE.scaleb(-len(places)))
    return _scaled(run, part, stop)


def _chunk(
    run: Run, at: int, stop: int, links: tuple[str, ...] = _ADDED
) -> Cardinal | None:
    """Read what stands before one scale word, and the word."""
    token = run.tokens[at]
    if token.kind is Kind.DIGITS:
        number = Cardinal(at + 1, token.value, token.step, token.scale)
        if token.scale == _HUNDRED:
            number = _scaled(run, _rest(run, number, stop, links), stop)
        elif token.scale > _HUNDRED:
            number = _scaled(run, number, stop)
        return number
    if token.kind in (Kind.UNIT, Kind.TENS):
        small = _small(run, at, stop)
        assert small is not None
        if run.kind(small.end, stop) is Kind.HUNDRED:
            value = small.value * _HUNDRED
            small = Cardinal(small.end + 1, value, _HUNDRED, _HUNDRED)
            return _scaled(run, _rest(run, small, stop, links), stop)
        return _scaled(run, small, stop)
    bare = run.kind(at + 1, stop) is Kind.SCALE  # "hundred thousand dollars"
    if token.kind is Kind.HUNDRED and (token.article or (bare and not token.plural)):
        hundred = Cardinal(at + 1, _HUNDRED, _HUNDRED, _HUNDRED)
        return _scaled(run, _rest(run, hundred, stop, links), stop)
    if token.kind in (Kind.SCALE, Kind.DOZEN) and token.article:
        value = token.value
        return _scaled(run, Cardinal(at + 1, value, value, value), stop)
    return None


def _small(run: Run, at: int, stop: int) -> Cardinal | None:
    """Read a number below a hundred."""
    token = run.tokens[at]
    if token.kind not in (Kind.UNIT, Kind.TENS):
        return None
    if token.kind is Kind.TENS and run.kind(at + 1, stop) is Kind.UNIT:
        unit = run.tokens[at + 1].value
        if 0 < unit < _TEN:
            return Cardinal(at + 2, token.value + unit, _ONE)
    return Cardinal(at + 1, token.value, token.step)


def _rest(run: Run, hundreds: Cardinal, stop: int, links: tuple[str, ...]) -> Cardinal:
    """Add what stands behind the hundreds, unless it has hundreds of its own."""
    at = hundreds.end
    kind = run.kind(at, stop, links)
    if hundreds.value > _MOST or hundreds.value % _HUNDRED:
        return hundreds
    if kind is Kind.DIGITS and run.joins[at] == "and":
        token = run.tokens[at]
        plain = token.scale == token.step == 1
        small = Cardinal(at + 1, token.value, _ONE) if plain else None
    elif kind is not None:
        small = _small(run, at, stop)
    else:
        return hundreds
    if small is None or not 0 < small.value < _HUNDRED:
        return hundreds
    if (kind := run.kind(small.end, stop)) is Kind.HUNDRED:
        return hundreds
    value, step, end = small.value, small.step, small.end
    if kind is Kind.DOZEN:  # "three hundred and two dozens"
        dozen = run.tokens[end].value
        value, step, end = value * dozen, dozen, end + 1
    return Cardinal(end, hundreds.value + value, step)


def _scaled(run: Run, number: Cardinal, stop: int) -> Cardinal:
    """Multiply by the scale words behind a number: thousand, dozen, lakh crore."""
    while run.kind(number.end, stop) in (Kind.SCALE, Kind.DOZEN):
        token = run.tokens[number.end]
        if token.article:
            break
        scale = token.value * (number.scale if number.scale > _HUNDRED else _ONE)
        step = number.step * token.value
        number = Cardinal(number.end + 1, number.value * token.value, step, scale)
    return number
