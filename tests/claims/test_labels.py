"""The labelled claims are what they say they are."""

import re
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FILES = sorted((Path(__file__).parent / "labelled").glob("*.toml"))
KINDS = (
    *("level", "change_by", "change_to", "growth", "share", "ratio"),
    *("comparison", "superlative", "count", "plan", "duration"),
)
POINTS = ("eq", "approx")
OPEN_BELOW = ("lt", "le", "approx_below", "up_to")
OPEN_ABOVE = ("gt", "ge")
TRUE = {"holds", "rounds"}
FALSE = {
    *("off", "wrong_definition", "stage_overstated", "not_like_for_like"),
    *("contradicts_itself", "superlative_fails", "unsupported", "unbound"),
}
SERIES = re.compile(r"[a-z_]+/[a-z0-9_.]+@[A-Z]+")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def claims(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    with request.param.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["claim"]
    return found


def rows(claims: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(c["id"], q) for c in claims for q in c["quantity"]]


def test_ids_are_unique_over_all_files() -> None:
    assert FILES
    ids = Counter(
        c["id"]
        for path in FILES
        for c in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
    )
    assert [name for name, times in ids.items() if times > 1] == []


def test_each_claim_is_dated_and_holds_its_surfaces(
    claims: list[dict[str, Any]],
) -> None:
    for claim in claims:
        assert claim["lang"] in {"zh", "en"}, claim["id"]
        day = claim["written_on"]
        assert date(2022, 6, 1) <= day <= date(2026, 8, 31), claim["id"]
        assert claim["quantity"], claim["id"]
        for quantity in claim["quantity"]:
            assert quantity["surface"], claim["id"]
            assert quantity["surface"] in claim["text"], claim["id"]
            assert quantity["unit"], claim["id"]
            assert quantity["note"], claim["id"]


def test_ends_are_numbers_and_fit_the_comparator(
    claims: list[dict[str, Any]],
) -> None:
    for name, quantity in rows(claims):
        low, high = (
            Decimal(end) if end else None for end in (quantity["low"], quantity["high"])
        )
        said = quantity["comparator"]
        if low is None and high is None:
            assert quantity["kind"] == "superlative", name
        elif said in POINTS:
            assert low == high, name
        elif said in OPEN_BELOW:
            assert low is None, name
        elif said in OPEN_ABOVE:
            assert high is None, name
        else:
            assert said == "range", name
            assert low is not None, name
            assert high is not None, name
            assert low < high, name


def test_verdicts_are_of_the_list_and_agree_with_the_series(
    claims: list[dict[str, Any]],
) -> None:
    for name, quantity in rows(claims):
        then, now = quantity["verdict"], quantity["verdict_now"]
        assert then in TRUE | FALSE, name
        assert now in TRUE | FALSE | {"outdated"}, name
        assert now != "outdated" or then in TRUE, name
        assert (then == "unbound") == (now == "unbound"), name
        for series in quantity["series"]:
            assert SERIES.fullmatch(series), name
        if not quantity["series"]:
            loose = quantity["kind"] in {"plan", "duration"}
            assert loose or then in {"unbound", "unsupported"}, name
        else:
            assert then != "unbound", name


def test_all_kinds_come_in_both_languages(claims: list[dict[str, Any]]) -> None:
    seen = {(c["lang"], q["kind"]) for c in claims for q in c["quantity"]}
    langs = {c["lang"] for c in claims}
    assert seen == {(lang, kind) for lang in langs for kind in KINDS}


def test_half_of_the_claims_are_not_true(claims: list[dict[str, Any]]) -> None:
    false = [c for c in claims if any(q["verdict"] in FALSE for q in c["quantity"])]
    assert len(claims) * 0.5 <= len(false) <= len(claims) * 0.7
