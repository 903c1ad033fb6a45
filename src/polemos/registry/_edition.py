"""The claims of an edition of ours, from the table that lies beside it."""

import csv
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from math import isfinite

from polemos.core import (
    LANGS,
    PERCENT,
    Claim,
    Finding,
    ParseError,
    Period,
    Reckoning,
    Relation,
    SeriesSpec,
    Unit,
    UnknownSeries,
    Verdict,
    View,
    printable,
    utc,
)
from polemos.registry._kept import Document, document

_COLUMNS = frozenset(
    "id lang section text series period how base stated step unit relation as_of "
    "actual verdict".split()
)
_MOVED = (Reckoning.CHANGE, Reckoning.GROWTH, Reckoning.SIGMA)
# What a number is told in, where not in the unit of its series.
_UNITS = {Reckoning.GROWTH: PERCENT.code, Reckoning.SIGMA: "sigma"}


def edition(
    body: bytes, where: str, title: str, now: datetime, *, data: View, models: View
) -> tuple[Document, int]:
    """Read an edition's claims.csv, and count what it says on the word of models.

    That is left out: a model that answers anew corrects nobody, and what it said
    stands in its ledger. `data` and `models` are views of the edition's moment.
    """
    kept, left = [], 0
    for finding in _findings(body, where, data.as_of):
        name = finding.claim.series
        spec = _spec(data, name)
        if spec is None:
            if _spec(models, name) is None:
                raise UnknownSeries(
                    f"{where}: expected claims on series of this war, found one on "
                    f"{name!r}; name the war it is of by --war"
                )
            left += 1
            continue
        unit = _UNITS.get(finding.claim.how, spec.unit.code)
        if unit != finding.claim.unit.code:
            raise ParseError(
                f"{where}: expected {finding.claim.id} in {unit}, found "
                f"{finding.claim.unit}; write that edition anew with polemos report"
            )
        kept.append(finding)
    return document(title, body, "text/csv", kept, now), left


def _spec(view: View, name: str) -> SeriesSpec | None:
    try:
        return view.spec(name)
    except UnknownSeries:
        return None


def _findings(body: bytes, where: str, known_at: datetime) -> list[Finding]:
    try:
        rows = csv.DictReader(
            StringIO(body.decode("utf-8-sig")), restval="", strict=True
        )
        missing = sorted(_COLUMNS - set(rows.fieldnames or ()))
        if missing:
            raise ParseError(
                f"{where}: expected the claims.csv of an edition, found no column "
                f"{', '.join(missing)}; write that edition anew with polemos report"
            )
        return [
            _finding(row, f"{where}, line {rows.line_num}", known_at) for row in rows
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ParseError(
            f"{where}: expected a table in UTF-8, found {error}; write that edition "
            "anew with polemos report"
        ) from error


def _finding(row: Mapping[str, str], where: str, known_at: datetime) -> Finding:
    try:
        as_of = utc(datetime.fromisoformat(row["as_of"])) if row["as_of"] else None
        stated, step = _decimal(row["stated"]), _decimal(row["step"])
        actual = float(row["actual"])
        if step <= 0:
            raise ValueError(f"{stated} to {step}")
        if not isfinite(actual) or (as_of and as_of > known_at):
            raise ValueError(f"{actual} as of {as_of or known_at:%Y-%m-%d}")
        claim = Claim(
            *(printable(row["id"]), printable(row["text"]), stated, step),
            *(Unit.parse(row["unit"]), row["series"], Period.parse(row["period"])),
            Reckoning(row["how"]),
            Period.parse(row["base"]) if row["base"] else None,
            *(Relation(row["relation"]), as_of),
            lang=next((lang for lang in LANGS if lang == row["lang"]), None),
            where=printable(row["section"]),
        )
        if claim.base is None and claim.how in _MOVED:
            raise ValueError(f"{claim.how} since nothing")
        return Finding(claim, Verdict(row["verdict"]), actual, known_at)
    except ValueError as error:
        raise ParseError(
            f"{where}: expected a claim as an edition writes it, found {error}; write "
            "that edition anew with polemos report"
        ) from error


def _decimal(text: str) -> Decimal:
    try:
        made = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} for a number") from None
    if not made.is_finite():
        raise ValueError(f"{text!r} for a number")
    return made
