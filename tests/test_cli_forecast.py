"""Forecasts on the command line: asked, kept once, listed, shown, and scored."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos.models.score import LEVELS
from polemos.pipeline import open_world

Run = Callable[..., tuple[int, str, str]]
DAY = "2025-02-24"
EARLY = "2022-12-04"  # when few models have past enough to speak
TANKS = "losses.tank.photographed@RUS"
LATE = {f"late, {state}" for state in ("open", "settled", "void")}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a lake that these tests may write in."""
    path: Path = tmp_path_factory.mktemp("user") / "lake"
    open_world("rus-ukr", path, lambda *_: None)
    return path


@pytest.fixture
def run(command: Run, lake: Path) -> Run:
    """Run a command as if it were `today`."""

    def call(*args: str, today: str = "2026-08-31") -> tuple[int, str, str]:
        return command(*args, store=lake, today=today)

    return call


def told(done: tuple[int, str, str]) -> Any:
    code, out, err = done
    assert code == 0, err
    return json.loads(out)


def refused(done: tuple[int, str, str], *words: str) -> None:
    code, out, err = done
    assert code == 2, err
    assert not out
    assert len(err.strip().splitlines()) == 1, err
    assert err.startswith("polemos: expected ")
    for word in words:
        assert word in err


def test_what_is_run_is_listed_and_stands(run: Run) -> None:
    ask = ("forecast", "run", "--as-of", EARLY, "--format", "json")
    assert told(run("forecast", "list", "--format", "json")) == []
    code, out, err = run(*ask, today="2022-12-05")
    made = json.loads(out)
    assert code == 0
    assert "polemos: no answer, " in err  # what cannot be said is said
    assert {row["origin"] for row in made} == {EARLY}
    for row in made:
        ends = [row[k] for k in ("low80", "low50", "median", "high50", "high80")]
        assert ends == sorted(ends)
        assert row["last"] < row["due"]

    before = told(run("forecast", "list", "--format", "json", today="2022-12-05"))
    assert len(before) == len(made)
    assert {row["state"] for row in before} == {"open"}
    numbers = ("target", "model", "horizon", "low80", "median", "high80")
    assert {tuple(r[k] for k in numbers) for r in before} == {
        tuple(r[k] for k in numbers) for r in made
    }
    assert not told(run("forecast", "list", "--as-of", EARLY, "--format", "json"))

    another = run(*ask, "--seed", "1", today="2022-12-06")
    again = told(another)
    assert (
        "nothing of 2022-12-04 is kept now: what was kept before stands" in another[2]
    )
    assert "is kept now" not in err
    assert [r["median"] for r in again] != [r["median"] for r in made]
    after = told(run("forecast", "list", "--format", "json", today="2022-12-06"))
    assert after == before

    then = told(run("forecast", "list", "--format", "json", today="2023-03-25"))
    tanks = {(r["model"], r["horizon"]): r for r in then if r["target"] == TANKS}
    for model in ("attrition/1", "negbin/2"):
        row = tanks[model, "13w"]
        assert row["state"] == "settled"
        assert row["outcome"] > 0
        assert tanks[model, "26w"]["state"] == "open"
        assert tanks[model, "26w"]["outcome"] is None

    rows = told(run("score", "--format", "json", "--as-of", "2023-03-25"))
    issued = [r for r in rows if r["kind"] == "issued" and r["target"] == TANKS]
    assert {r["horizon"] for r in issued} == {"4w", "13w"}
    assert [r["kind"] for r in rows] == sorted(r["kind"] for r in rows)
    assert {r["version"] for r in issued} == {"1", "2"}  # of two models
    for row in issued:  # one is too few to judge by
        assert row["origins"] == 1
        assert row["crps"] is row["skill"] is row["coverage80"] is None


def test_what_is_run_too_late_is_kept_as_such(run: Run) -> None:
    run("forecast", "run", "--as-of", "2022-06-05", today="2022-06-13")
    ask = ("--as-of", "2022-11-30", "--format", "json")
    rows = told(run("forecast", "list", *ask))
    assert {row["origin"] for row in rows} == {"2022-06-05"}
    assert "late, settled" in {row["state"] for row in rows} <= LATE
    assert {r["kind"] for r in told(run("score", *ask))} <= {"replayed"}


def test_what_no_figures_reach_is_neither_void_nor_settled(run: Run) -> None:
    """The package ends on a day; whatever was issued then waits for newer figures."""
    ask = ("forecast", "list", "--format", "json")
    run("forecast", "run", "--as-of", "2026-08-22", today="2026-08-24")
    later = [r for r in told(run(*ask, today="2027-12-31")) if r["origin"] > "2026"]
    assert later
    assert {r["state"] for r in later if r["due"] <= "2027-12-31"} == {"awaits figures"}
    assert {r["state"] for r in later if r["due"] > "2027-12-31"} == {"open"}
    assert {r["outcome"] for r in later} == {None}


def test_a_target_is_shown_with_its_rule_and_all_its_models(run: Run) -> None:
    ask = ("forecast", "show", TANKS, "--as-of", DAY)
    found = told(run(*ask, "--format", "json"))
    assert (found["target"], found["as_of"]) == (TANKS, DAY)
    assert (found["series"], found["baseline"]) == ("oryx/losses.tank@RUS", "negbin")
    assert found["title"]["zh"]
    assert "7 days after the end" in found["rule"]
    assert "more than 14 days older" in found["rule"]
    assert found["refusals"] == {}
    models = {row["model"] for row in found["quantiles"]}
    assert models == {"attrition", "ewma", "bootstrap", "poisson", "negbin"}
    for row in found["quantiles"]:
        values = [row[f"{level:g}"] for level in LEVELS]
        assert values == sorted(values)
    code, out, _ = run(*ask)
    assert code == 0
    assert "baseline: negbin" in out
    assert "照片確認的俄軍戰車損失" in out
    code, out, _ = run(*ask, "--format", "csv")
    assert len(list(csv.DictReader(StringIO(out)))) == len(found["quantiles"])


def test_what_cannot_be_forecast_is_shown_with_the_reason(run: Run) -> None:
    ask = ("forecast", "show", "depot.tank@RUS", "--as-of", "2022-06-01")
    found = told(run(*ask, "--format", "json"))
    assert found["quantiles"] == []
    assert {"depots", "as_counted"} <= set(found["refusals"])
    code, out, _ = run(*ask)
    assert code == 0
    assert "no answer of depots: " in out


def test_chances_are_shown_beside_quantiles(run: Run) -> None:
    ask = ("forecast", "show", "depot.tank@RUS", "--as-of", DAY, "--format", "json")
    for chances in told(run(*ask))["above"].values():
        assert list(chances) == ["1000", "2000", "3000"]
        assert 1 >= chances["1000"] >= chances["2000"] >= chances["3000"] >= 0


KEYS = (
    *("model", "baseline", "target", "horizon", "origins"),
    *("crps", "crps_baseline", "mae"),
    *("coverage50", "coverage80", "skill", "skill_low", "skill_high"),
)


def test_scores_have_the_promised_keys(run: Run) -> None:
    rows = told(run("score", "--as-of", DAY, "--format", "json"))
    replayed = [row for row in rows if row["kind"] == "replayed"]
    assert len(replayed) > 20
    for row in replayed:
        assert set(KEYS) <= set(row)
        assert row["data"] in {"revised", "point in time"}
        if row["skill"] is not None:
            assert row["skill_low"] <= row["skill"] <= row["skill_high"]
        if row["crps"] is not None:
            assert row["crps"] >= 0
            assert 0 <= row["coverage50"] <= row["coverage80"] <= 1
    (tanks,) = (
        r
        for r in replayed
        if (r["model"], r["target"], r["horizon"]) == ("attrition", TANKS, "13w")
    )
    assert tanks["baseline"] == "negbin"


def test_a_baseline_s_error_is_told_on_the_origins_of_each_row(run: Run) -> None:
    """A rival that was silent for a year compares with the baseline after it alone."""
    rows = told(run("score", "--as-of", "2026-08-22", "--format", "json"))
    found = {
        r["model"]: r
        for r in rows
        if (r["target"], r["horizon"], r["kind"]) == (TANKS, "13w", "replayed")
    }
    late, base = found["bootstrap"], found["negbin"]
    assert late["origins"] < base["origins"]
    assert late["crps_baseline"] < base["crps"]
    assert base["crps_baseline"] is None
    judged = [r for r in rows if r["skill"] is not None and r["kind"] == "replayed"]
    assert len(judged) > 30
    for row in judged:
        ratio = row["crps"] / row["crps_baseline"]
        assert row["skill"] == pytest.approx(1 - ratio)


def test_one_model_is_scored_beside_its_baseline_if_asked(run: Run) -> None:
    ask = ("score", "--as-of", "2023-12-31", "--format", "json")
    every = told(run(*ask))
    one = told(run(*ask, "--model", "attrition"))
    keys = ("target", "horizon", "kind")
    asked = {tuple(r[k] for k in keys) for r in every if r["model"] == "attrition"}
    assert one == [
        r
        for r in every
        if r["model"] in {"attrition", "negbin"} and tuple(r[k] for k in keys) in asked
    ]
    assert {r["model"] for r in one} == {"attrition", "negbin"}
    assert told(run(*ask, "--model", "negbin"))  # a baseline stands alone


def test_scores_of_an_early_day_know_only_what_was_settled_then(run: Run) -> None:
    def tanks(day: str) -> int:
        rows = told(run("score", "--as-of", day, "--format", "json"))
        key = ("negbin", TANKS, "13w", "replayed")
        found = [
            r["origins"]
            for r in rows
            if (r["model"], r["target"], r["horizon"], r["kind"]) == key
        ]
        return int(found[0]) if found else 0

    assert tanks("2022-06-01") == 0
    assert 0 < tanks("2023-06-30") < tanks("2024-02-24")


def test_an_unknown_target_names_the_nearest(run: Run) -> None:
    refused(
        run("forecast", "show", "loses.tank.photographed@RUS"),
        "found 'loses.tank.photographed@RUS'",
        f"did you mean {TANKS}",
    )


@pytest.mark.parametrize("more", [(), ("--backtest",)])
def test_an_unknown_model_is_refused_before_any_work(
    run: Run, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("it worked")

    monkeypatch.setattr("polemos.pipeline.backtest", work)
    monkeypatch.setattr("polemos.pipeline.scoreboard", work)
    refused(
        run("score", "--model", "atrition", *more),
        "found 'atrition'",
        "attrition",
    )


@pytest.mark.parametrize(
    "asked",
    [("run",), ("list",), ("show", TANKS)],
    ids=" ".join,
)
def test_nobody_forecasts_from_the_future(run: Run, asked: tuple[str, ...]) -> None:
    refused(
        run("forecast", *asked, "--as-of", "2026-09-01"),
        "found 2026-09-01",
        "nobody knows the future",
    )


def test_nobody_scores_what_is_to_come(run: Run) -> None:
    refused(run("score", "--as-of", "2026-09-01"), "nobody knows the future")


def test_what_models_make_is_found_by_name(run: Run) -> None:
    def ids(*more: str) -> list[str]:
        asked = run("series", "list", *more, "--as-of", DAY, "--format", "json")
        return [r["id"] for r in told(asked)]

    made = ids("--made", "territory.held@RUS")
    assert "score/skill.13w.regimes.territory.held@RUS" in made
    assert "issued/crps.13w.regimes.territory.held@RUS" in made
    assert "forecast/territory.held@RUS" in made
    assert "estimate/depot_share.tank@RUS" in ids("--made", "estimate/")
    models = ("forecast/", "estimate/", "score/", "issued/")
    assert not [i for i in ids("held") if i.startswith(models)]
    _, out, err = run("series", "list", "rate.key", "--as-of", DAY)
    assert "cbr/rate.key@RUS" in out
    assert "--made" in err


@pytest.mark.parametrize("seed", ["-1", str(2**32)])
def test_a_seed_that_cannot_be_kept_is_refused(run: Run, seed: str) -> None:
    code, out, err = run("forecast", "run", "--seed", seed)
    assert (code, out) == (2, "")
    assert "--seed" in err
    assert "Traceback" not in err


def test_the_targets_are_listed_without_keeping_a_forecast(run: Run) -> None:
    before = told(run("forecast", "list", "--format", "json"))
    rows = {r["target"]: r for r in told(run("forecast", "show", "--format", "json"))}
    assert rows[TANKS]["leads"] == "attrition"
    assert rows[TANKS]["baseline"] == "negbin"
    assert rows[TANKS]["horizons"] == "4w 13w 26w"
    assert told(run("forecast", "list", "--format", "json")) == before


def test_the_chances_of_a_target_stand_in_its_table(run: Run) -> None:
    ask = ("forecast", "show", "territory.held@RUS", "--as-of", "2025-02-24")
    _, out, _ = run(*ask)
    heads = ("model", "horizon", ">0", ">100", ">250", ">500", ">1000", ">2000")
    (head,) = (line for line in out.splitlines() if ">500" in line)
    assert tuple(head.split()) == heads
    named = "forecast/territory.held.above.500@RUS"
    assert named.replace("500", "VALUE") in out
    as_json = told(run(*ask, "--format", "json"))
    (row,) = (
        x
        for x in out.splitlines()[out.splitlines().index(head) :]
        if "13w" in x and x.startswith("regimes")
    )
    assert float(row.split()[5]) == round(
        100 * as_json["above"]["regimes 13w"]["500"], 1
    )
    shown = told(
        run("trace", f"{named}:2025-05-26", "--as-of", "2025-02-24", "--format", "json")
    )
    assert shown["value"] == pytest.approx(100 * as_json["above"]["regimes 13w"]["500"])


def test_what_is_kept_too_late_is_said_to_be(run: Run) -> None:
    _, _, err = run("forecast", "run", "--as-of", "2022-06-12", today="2022-06-13")
    assert "late" not in err
    _, _, err = run("forecast", "run", "--as-of", "2022-06-12", today="2022-06-20")
    assert "forecasts from 2022-06-12 are kept as late on 2022-06-20" in err
