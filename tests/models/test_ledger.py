"""The ledger: what was asked and came of it, what was issued, and how it adds up."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from math import sin
from pathlib import Path

import pytest

from polemos import ledger, models
from polemos.core import (
    Basis,
    Cadence,
    Horizon,
    Licence,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Provider,
    Question,
    Reckoning,
    SeriesSpec,
    Snapshot,
    Source,
    StoreError,
    Target,
    Text,
    Unit,
    View,
    end_of_day,
    start_of_day,
)
from polemos.models import Prediction, Run, Score, Standing
from polemos.models._board import SPANS
from polemos.models._calibration import reliability
from polemos.models.score import LEVELS, NEEDED
from polemos.store import Store

BOOT, BASE = models.model_named("bootstrap"), models.model_named("negbin")
NEXT = replace(BOOT, version=BOOT.version + 1)
LOST, HELD = "survey/losses.ship@ARI", "survey/territory.held@ARI"
OTHER = "survey/weather@ARI"
FIRST = date(2030, 1, 6)  # a Sunday
SUNDAY = FIRST + timedelta(weeks=60)
WEEKS = 100
ISSUED = datetime(2031, 3, 3, 6, tzinfo=UTC)  # the day after


def spec(name: str, unit: str, measure: Measure) -> SeriesSpec:
    return SeriesSpec(
        name,
        Text("Made up", "虛構"),
        Unit.parse(unit),
        measure,
        Cadence.WEEK,
        Basis.MEASURED,
    )


SURVEY = Source(
    id="survey",
    title=Text("The survey", "調查"),
    provider=Provider("survey", Text("Survey", "調查局"), "https://x.test"),
    url="https://x.test",
    citation="Survey",
    licence=Licence(Text("CC0", "CC0"), redistribute=True),
    series=(
        spec(LOST, "vehicles", Measure.CUMULATIVE),
        spec(HELD, "km²", Measure.STOCK),
        spec(OTHER, "index", Measure.RATE),
    ),
)


def total(week: int) -> float:
    return 20 * week + round(30 * sin(week))


def told(
    series: str, day: date, value: float, known: date, snapshot: str = "a"
) -> Observation:
    return Observation(series, Period.day(day), value, start_of_day(known), snapshot)


def heard(day: date) -> Observation:
    """Tell something else on a day, so that figures reach it."""
    return told(OTHER, day, 1.0, day)


def records(weeks: int = WEEKS) -> list[Observation]:
    days = [FIRST + timedelta(weeks=i) for i in range(weeks + 1)]
    return [
        told(series, day, value, day)
        for i, day in enumerate(days)
        for series, value in ((LOST, total(i)), (HELD, 500.0 + i))
    ]


def target(*horizons: str, how: str = "change", **more: object) -> Target:
    return Target(
        *("losses.ship@ARI", Text("Ships lost", "船艦損失"), LOST, Reckoning(how)),
        tuple(map(Horizon.parse, horizons or ("4w",))),
        **{
            **{"lag": 3, "slack": 3, "stale": 14},
            **{"models": ("bootstrap",), "baseline": "negbin", "above": (70.0, 90.0)},
            **more,
        },  # type: ignore[arg-type]
    )


def question(how: str, slack: int = 3) -> Question:
    """Ask on a Sunday for four weeks on, to be settled three days later."""
    four = Horizon.parse("4w")
    base = Period.day(SUNDAY)
    ahead = four.from_(base)
    return Question(
        *("losses.ship@ARI", LOST, Reckoning(how), four, SUNDAY, base, ahead),
        *(ahead.last + timedelta(days=3), slack),
    )


END = question("level").period.last
DUE = question("level").due
See = Callable[..., View]


@pytest.fixture(scope="module")
def see(memory_view: Callable[..., View]) -> See:
    """Give the view of the survey, and of what was told besides, as of a day."""

    def view(as_of: date, *more: Observation, weeks: int = WEEKS) -> View:
        return memory_view([*records(weeks), *more], [SURVEY], as_of)

    return view


# What came of a question.


def test_an_outcome_is_a_level_or_a_change(see: See) -> None:
    assert models.outcome(question("level"), see(DUE)) == total(64)
    came = models.outcome(question("change"), see(DUE))
    assert came == total(64) - total(60)


def test_a_question_is_not_settled_before_it_is_due(see: See) -> None:
    with pytest.raises(NotYetKnown, match=f"as of {DUE}.*found 20"):
        models.outcome(question("level"), see(DUE - timedelta(days=1)))


def test_an_outcome_is_read_on_the_day_it_is_due(see: See) -> None:
    """A correction heard by then counts, at both ends; one heard later does not."""
    late = DUE + timedelta(days=1)
    both = (
        told(LOST, END, 2000, DUE, "b"),
        told(LOST, SUNDAY, 1500, DUE, "b"),
        told(LOST, END, 7777, late, "c"),
        told(LOST, SUNDAY, 1, late, "c"),
    )
    for day in (DUE, late, late + timedelta(days=300)):
        assert models.outcome(question("level"), see(day, *both)) == 2000
        assert models.outcome(question("change"), see(day, *both)) == 500
    assert see(late, *both).series(LOST).on(END).value == 7777  # so it was heard


@pytest.mark.parametrize("how", ["level", "change"])
def test_a_question_without_a_value_near_its_end_is_void(see: See, how: str) -> None:
    """The count stops three weeks before the end: 21 days are old, 20 are too old."""
    short = see(DUE, heard(DUE), weeks=61)
    assert models.outcome(question(how, slack=20), short) is None
    came = models.outcome(question(how, slack=21), short)
    assert came == total(61) - (0 if how == "level" else total(60))


def test_a_change_without_its_base_is_void(memory_view: Callable[..., View]) -> None:
    alone = memory_view([told(LOST, END, 5, END), heard(DUE)], [SURVEY], DUE)
    assert models.outcome(question("change"), alone) is None
    assert models.outcome(question("level"), alone) == 5


def test_a_series_that_nobody_has_is_void(see: See) -> None:
    gone = replace(question("level"), series="survey/losses.boat@ARI")
    assert models.outcome(gone, see(DUE, heard(DUE))) is None


@pytest.mark.parametrize("slack", [20, 21])
def test_figures_that_were_not_taken_in_make_nothing_void_nor_settled(
    see: See, slack: int
) -> None:
    """The count may have gone on: nobody was heard from since, however late it is."""
    asked, late = question("level", slack), DUE + timedelta(days=300)
    with pytest.raises(
        NotYetKnown, match=f"survey to be looked at on {DUE}.*up to 2031-03-09"
    ):
        models.outcome(asked, see(late, weeks=61))
    with pytest.raises(NotYetKnown, match="looked at up to 2031-04-01"):
        models.outcome(asked, see(late, heard(DUE - timedelta(days=1)), weeks=61))
    came = models.outcome(asked, see(late, heard(DUE), weeks=61))
    assert came == (None if slack == 20 else total(61))


# What was issued.


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = Store.open(
        tmp_path / "lake", {SURVEY.id: SURVEY, ledger.SOURCE.id: ledger.SOURCE}
    )
    snapshot = Snapshot(SURVEY.id, "s.csv", "", start_of_day(SUNDAY), b"ships")
    seen = [replace(o, snapshot=snapshot.id) for o in records(60)]
    kept.append([snapshot], seen)
    return kept


def said(store: Store, *targets: Target, seed: int = models.SEED) -> Run:
    made = models.run(store.as_of(end_of_day(SUNDAY)), targets, seed=seed)
    assert not made.refusals
    return made


def same(found: Sequence[Prediction], expected: Sequence[Prediction]) -> bool:
    """Compare answers; a chance is kept as one of no more, so by a rounding off."""
    pairs = list(zip(found, expected, strict=True))
    return all(
        a.question == b.question
        and a.quantiles == b.quantiles
        and a.chances == pytest.approx(b.chances, abs=1e-12)
        for a, b in pairs
    )


def test_what_was_issued_is_read_as_it_was_said(store: Store) -> None:
    made = said(store, target("4w", "13w"))
    rows = ledger.issue(store, made, ISSUED)
    assert rows == 2 * 2 * (len(LEVELS) + 2)  # models, horizons, levels and chances
    found = models.issued(store.as_of(ISSUED))
    assert {(i.model, i.known_at) for i in found} == {
        (BOOT.id, ISSUED),
        (BASE.id, ISSUED),
    }
    for (name, _), answers in made.predictions.items():
        assert same([i.answer for i in found if i.key[0] == name], answers)


def test_before_it_was_issued_it_was_not_known(store: Store) -> None:
    ledger.issue(store, said(store, target()), ISSUED)
    assert not models.issued(store.as_of(ISSUED - timedelta(seconds=1)))
    assert models.issued(store.as_of(ISSUED))


def test_the_first_issue_stands(store: Store) -> None:
    ledger.issue(store, said(store, target()), ISSUED)
    first = models.issued(store.as_of(ISSUED))
    later = ISSUED + timedelta(days=1)
    assert ledger.issue(store, said(store, target(), seed=1), later) == 0
    assert models.issued(store.as_of(later)) == first
    further = target("4w", "13w")  # the four weeks stand, the thirteen are new
    rows = ledger.issue(store, said(store, further, seed=1), later)
    assert rows == 2 * (len(LEVELS) + 2)
    found = models.issued(store.as_of(later))
    assert found[: len(first)] == first
    assert {str(i.key[2]) for i in found[len(first) :]} == {"13w"}
    assert {i.known_at for i in found[len(first) :]} == {later}


def test_of_two_who_issued_at_once_the_first_stands(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither had seen the other's rows when it asked what was held."""
    ledger.issue(store, said(store, target()), ISSUED)
    first = models.issued(store.as_of(ISSUED))
    later = ISSUED + timedelta(seconds=1)
    with monkeypatch.context() as blind:
        blind.setattr("polemos.models.issued", lambda _: ())
        assert ledger.issue(store, said(store, target(), seed=1), later)
    assert models.issued(store.as_of(later)) == first


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"model,hor",
        lambda _: b"\xff\x00",
        lambda whole: whole + b"bootstrap/2,4w,2024-01-07,2024-02-07,3",
        lambda whole: whole + b"bootstrap/2,4w,soon" + b"," * 8,
    ],
)
def test_a_file_of_replays_that_is_damaged_is_refused_by_name(
    see: See, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    def work() -> Sequence[Score]:
        return ledger.backtest(see(DUE), [target()], tmp_path, lambda *_: None)

    assert work()
    (file,) = tmp_path.glob("*.csv")
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(
        StoreError, match=r"losses\.ship@ARI\.\w+\.csv: expected the scores"
    ):
        work()


def test_replays_are_those_of_what_is_asked_now(see: See, tmp_path: Path) -> None:
    work = {"view": see(DUE), "folder": tmp_path, "progress": lambda *_: None}
    ledger.backtest(targets=[target()], **work)
    ledger.backtest(targets=[target(slack=4)], **work)
    ledger.backtest(targets=[replace(target(), title=Text("Ships", "船"))], **work)
    assert len(list(tmp_path.glob("*.csv"))) == 2


def test_a_clock_that_goes_back_replaces_nothing(store: Store) -> None:
    assert ledger.issue(store, said(store, target()), ISSUED)
    again = replace(said(store, target()), seed=2)
    assert not ledger.issue(store, again, ISSUED - timedelta(hours=5))
    assert {f.seed for f in store.as_of(ISSUED).forecasts()} == {models.SEED}


@pytest.mark.parametrize("value", [70.0, 1234567.0, 1234568.0, 0.1])
def test_a_threshold_reads_back_as_it_was_asked(store: Store, value: float) -> None:
    made = said(store, target(above=(value,)))
    ledger.issue(store, made, ISSUED)
    (one, *_) = models.issued(store.as_of(ISSUED))
    assert list(one.answer.chances) == [value]


def test_the_file_of_an_issue_tells_the_whole_question(store: Store) -> None:
    ledger.issue(store, said(store, target()), ISSUED)
    (row, *_) = store.as_of(ISSUED).forecasts()
    body = store.raw(row.snapshot) or b""
    file = list(csv.DictReader(StringIO(body.decode())))
    assert len(file) == 2 * (len(LEVELS) + 2)
    for key, value in {
        **{"model_id": BOOT.id, "target": "losses.ship@ARI", "series": LOST},
        **{"how": "change", "horizon": "4w", "origin_date": str(SUNDAY)},
        **{"target_end_date": str(END), "due": str(DUE), "slack": "3"},
    }.items():
        assert file[0][key] == value
    levels = [float(r["output_type_id"]) for r in file[: len(LEVELS)]]
    assert levels == list(LEVELS)


def with_outcome(store: Store) -> View:
    """Tell what came of the questions of four weeks, and stand on their due day."""
    news = Snapshot(SURVEY.id, "s.csv", "", start_of_day(END), b"more ships")
    store.append([news], [told(LOST, END, total(64), END, news.id)])
    return store.as_of(end_of_day(DUE))


def issued_scores(view: View) -> dict[str, Score]:
    record = models.Record(view, (target(),), ())
    return {s.model: s for s in record.scores(models.Kind.ISSUED)}


def test_what_was_issued_is_scored_once_it_is_settled(store: Store) -> None:
    made = said(store, target())
    ledger.issue(store, made, ISSUED)
    assert not issued_scores(store.as_of(ISSUED))
    scores = issued_scores(with_outcome(store))
    assert set(scores) == {BOOT.id, BASE.id}
    for name in ("bootstrap", "negbin"):
        (answer,) = made.of("losses.ship@ARI", name)
        expected = models.score(
            models.model_named(name).id, answer, total(64) - total(60)
        )
        found = scores[models.model_named(name).id]
        assert found.chances == pytest.approx(expected.chances)
        assert replace(found, chances={}) == replace(expected, chances={})


def test_what_was_issued_late_is_not_scored(store: Store) -> None:
    late = datetime.combine(SUNDAY + timedelta(days=8), ISSUED.time(), UTC)
    ledger.issue(store, said(store, target()), late)
    view = with_outcome(store)
    assert [i.in_time for i in models.issued(view)] == [False, False]
    assert not issued_scores(view)


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Raise the version of a model, which then says something else."""

    def newer() -> None:
        old = models.model_named("bootstrap")
        monkeypatch.setitem(
            models.all_models(),  # type: ignore[arg-type]
            "bootstrap",
            replace(BASE, name=old.name, version=NEXT.version),
        )

    return newer


def test_what_was_issued_is_scored_whatever_the_version_today(
    store: Store, raised: Callable[[], None]
) -> None:
    ledger.issue(store, said(store, target("4w", "13w")), ISSUED)
    before = issued_scores(with_outcome(store))
    raised()
    assert models.model_named("bootstrap").id == NEXT.id
    view = store.as_of(end_of_day(DUE))
    assert issued_scores(view) == before
    assert BOOT.id in before
    rows = models.Record(view, (target(),), ()).rows(models.Kind.ISSUED)
    assert [(r.model, r.versions, r.origins) for r in rows] == [
        ("bootstrap", (str(BOOT.version),), 1),
        ("negbin", (str(BASE.version),), 1),
    ]


def test_versions_are_scored_together_and_named(
    store: Store, raised: Callable[[], None]
) -> None:
    """One row of two weeks' issues; a new version betters nothing of the same day."""
    ledger.issue(store, said(store, target()), ISSUED)
    raised()
    again = ISSUED + timedelta(hours=1)
    assert ledger.issue(store, said(store, target()), again) == 0
    week = timedelta(weeks=1)
    news = Snapshot(SURVEY.id, "s.csv", "", start_of_day(SUNDAY + week), b"a week")
    seen = told(LOST, SUNDAY + week, total(61), SUNDAY + week, news.id)
    store.append([news], [seen])
    later = models.run(store.as_of(end_of_day(SUNDAY + week)), [target()])
    assert ledger.issue(store, later, ISSUED + week)
    for day in (END, END + week):
        body = day.isoformat().encode()
        news = Snapshot(SURVEY.id, "s.csv", "", start_of_day(day), body)
        store.append([news], [told(LOST, day, 1200.0, day, news.id)])
    record = models.Record(store.as_of(end_of_day(DUE + week)), (target(),), ())
    row, base = record.rows(models.Kind.ISSUED)
    assert (row.model, row.versions) == (
        "bootstrap",
        (str(BOOT.version), str(NEXT.version)),
    )
    assert (base.model, base.versions) == ("negbin", (str(BASE.version),))
    assert row.origins == base.origins == 2


def test_replays_are_of_the_version_of_today(tmp_path: Path) -> None:
    old = scores("bootstrap", sundays(9))
    new = [replace(s, model=NEXT.id) for s in old]
    ledger._write(tmp_path / "one.csv", [*old, *new])
    assert {s.model for s in ledger._read(tmp_path / "one.csv", target())} == {BOOT.id}


def test_what_was_issued_of_what_is_asked_no_more_stays_on_the_board(
    store: Store,
) -> None:
    """Another model leads today, another horizon is asked, the target has gone."""
    ledger.issue(store, said(store, target()), ISSUED)
    view = with_outcome(store)
    for today in (
        (target(models=("ewma",)),),
        (target("13w"),),
        (replace(target(), id="losses.boat@ARI"),),
        (),
    ):
        rows = models.Record(view, today, ()).rows(models.Kind.ISSUED)
        assert {(r.model, r.target, r.horizon, r.origins) for r in rows} == {
            ("bootstrap", "losses.ship@ARI", "4w", 1),
            ("negbin", "losses.ship@ARI", "4w", 1),
        }


# Replays.


def test_a_replay_sees_nothing_later(see: See) -> None:
    """Weeks told anew the day after move the outcome, and no forecast."""
    after = SUNDAY + timedelta(days=1)
    weeks = [(i, FIRST + timedelta(weeks=i)) for i in range(20, WEEKS + 1)]
    planted = [told(LOST, d, 90.0 * i, max(d, after), "b") for i, d in weeks]
    plain, changed = see(date(2032, 1, 1)), see(date(2032, 1, 1), *planted)
    one = models.replay(plain, target(), SUNDAY, seed=1)
    two = models.replay(changed, target(), SUNDAY, seed=1)
    assert len(one) == len(two) == 2
    for a, b in zip(one, two, strict=True):
        assert a.median == b.median
        assert a.outcome == total(64) - total(60)
        assert b.outcome == 360
    later = SUNDAY + timedelta(weeks=1)  # from there it is seen
    a, b = (models.replay(v, target(), later, seed=1)[0] for v in (plain, changed))
    assert b.median > 2 * a.median


def test_a_replay_leaves_out_what_is_not_settled(see: See) -> None:
    both = target("4w", "13w")
    assert not models.replay(see(END), both, SUNDAY, seed=1)
    found = models.replay(see(DUE), both, SUNDAY, seed=1)
    assert {str(s.horizon) for s in found} == {"4w"}


def test_replays_start_on_sundays_or_month_ends() -> None:
    days = models.origins(target("4w"), date(2030, 1, 6), date(2030, 2, 3))
    assert [d.isoweekday() for d in days] == [7] * 5
    assert (days[0], days[-1]) == (date(2030, 1, 6), date(2030, 2, 3))
    ends = models.origins(target("6m"), date(2032, 1, 31), date(2032, 4, 29))
    assert ends == [date(2032, 1, 31), date(2032, 2, 29), date(2032, 3, 31)]
    assert not models.origins(target("4w"), date(2030, 1, 7), date(2030, 1, 12))


# Sums.


def scores(
    model: str,
    days: Sequence[date],
    loss: float = 2.0,
    *,
    horizon: str = "4w",
    void: Sequence[int] = (),
) -> list[Score]:
    """Score a model on each day; the outcome is 10, one in two is inside."""
    h = Horizon.parse(horizon)
    out = []
    for i, day in enumerate(days):
        base = Period.month(day.year, day.month) if h.months else Period.day(day)
        period = h.from_(base)
        head = (models.model_named(model).id, "losses.ship@ARI", h, day, period.last)
        if i in void:
            out.append(Score(*head, None))
        else:
            inside = i % 2 == 0
            told = (10.0, 10 + 2 * loss, loss, inside, True, 0.5, {9.0: 0.5})
            out.append(Score(*head, *told))
    return out


def sundays(n: int) -> list[date]:
    return [FIRST + timedelta(weeks=i) for i in range(n)]


def month_ends(n: int) -> list[date]:
    return [Period.month(2030, 1).shifted(months=i).last for i in range(n)]


def test_a_model_and_its_baseline_are_summed_on_the_same_origins() -> None:
    days = sundays(50)
    mine = scores("bootstrap", days[:10], 99.0) + scores("bootstrap", days[10:], 1.0)
    base = scores("negbin", days[10:45], 2.0)
    row, rival = models.table(mine + base, [target()])
    assert (row.model, row.baseline) == ("bootstrap", "negbin")
    assert (rival.model, rival.baseline, rival.skill) == ("negbin", "", None)
    assert row.origins == rival.origins == 35
    assert (row.first, row.last) == (days[10], days[44] + timedelta(weeks=4))
    assert (row.crps, rival.crps) == pytest.approx((1.0, 2.0))
    assert (row.crps_baseline, rival.crps_baseline) == (2.0, None)
    assert (row.mae, rival.mae) == pytest.approx((2.0, 4.0))
    assert row.coverage50 == pytest.approx(0.5, abs=0.02)
    assert row.coverage80 == 1
    assert row.brier == 0.25
    assert row.skill is not None
    gain = row.skill
    assert (gain.value, gain.low, gain.high) == pytest.approx((0.5, 0.5, 0.5))


def test_a_mean_stands_beside_the_baseline_s_on_the_very_same_origins() -> None:
    """One who was silent when it was hard compares with the baseline at ease alone."""
    days, hard = sundays(50), 20
    base = scores("negbin", days[:hard], 9.0) + scores("negbin", days[hard:], 2.0)
    base = [replace(s, outcome=None) if i == 30 else s for i, s in enumerate(base)]
    mine = scores("bootstrap", days[hard:], 3.0, void=[30 - hard])
    row, rival = models.table(mine + base, [target()])
    assert (row.origins, row.voids, rival.origins) == (29, 1, 49)
    assert (row.crps, row.crps_baseline) == (3.0, 2.0)
    assert rival.crps == pytest.approx((20 * 9 + 29 * 2) / 49)
    assert row.ratio == 1.5
    (short, _) = models.table(mine + base[:45], [target()], all_=True)
    assert (short.origins, short.crps_baseline) == (29, None)  # of other origins
    assert short.ratio == 1.5


def test_voids_are_counted_and_not_summed() -> None:
    days, void = sundays(40), (3, 4, 20)
    both = scores("bootstrap", days, void=void) + scores("negbin", days, void=void)
    for row in models.table(both, [target()]):
        assert (row.origins, row.voids) == (37, 3)
        assert row.crps == 2


def test_few_forecasts_are_counted_and_not_judged() -> None:
    few, enough = apart(NEEDED - 1), apart(NEEDED)
    assert few.origins == NEEDED - 1
    assert means(few) == (None,) * 7
    assert means(enough) == (2, 2, 4, 0.5, 1, 0.25, 1)


def apart(n: int, every: int = 4) -> models.Row:
    """Score as many forecasts of four weeks, one in so many weeks."""
    days = sundays(n * every)[::every]
    both = scores("bootstrap", days) + scores("negbin", days)
    return models.table(both, [target()])[0]


def means(row: models.Row) -> tuple[float | None, ...]:
    shares = (row.coverage50, row.coverage80, row.brier)
    return row.crps, row.crps_baseline, row.mae, *shares, row.ratio


def test_many_forecasts_of_one_stretch_of_time_are_not_judged() -> None:
    """However many there are: those of one horizon share what they are scored on."""
    few, enough = apart(4 * SPANS - 1, every=1), apart(4 * SPANS, every=1)
    assert (few.origins, enough.origins) == (11, 12)
    assert few.origins > NEEDED
    assert means(few) == (None,) * 7
    assert means(enough) == (2, 2, 4, 0.5, 1, 0.25, 1)
    year = scores("bootstrap", sundays(2 * 52), horizon="52w")
    base = scores("negbin", sundays(2 * 52), horizon="52w")
    row = models.table(year + base, [target("52w")])[0]
    assert (row.origins, row.blocks, row.standing) == (104, 2.0, Standing.WITHHELD)
    assert means(row) == (None,) * 7


def test_skill_is_withheld_where_too_few_horizons_were_scored() -> None:
    def row(n: int) -> models.Row:
        days = sundays(n)
        both = scores("bootstrap", days) + scores("negbin", days, 4.0)
        return models.table(both, [target()])[0]

    assert row(4 * NEEDED - 1).skill is None
    assert row(4 * NEEDED).skill is not None
    assert row(4 * NEEDED).blocks == NEEDED


@pytest.mark.parametrize(
    ("horizon", "days", "block"),
    [
        ("4w", sundays(60), 4),
        ("4w", sundays(60)[::4], 1),
        ("13w", sundays(60), 13),
        ("6m", month_ends(60), 6),
        ("12m", month_ends(60), 12),
    ],
)
def test_overlapping_forecasts_are_told_as_so_many_blocks(
    horizon: str, days: Sequence[date], block: int
) -> None:
    both = [
        s for m in ("bootstrap", "negbin") for s in scores(m, days, horizon=horizon)
    ]
    row = models.table(both, [target(horizon)])[0]
    assert row.blocks == pytest.approx(len(days) / block, abs=0.05)


def test_the_interval_of_skill_holds_it() -> None:
    days = sundays(60)
    mine = [
        replace(s, loss=1 + i % 5 / 2) for i, s in enumerate(scores("bootstrap", days))
    ]
    row = models.table(mine + scores("negbin", days, 4.0), [target()])[0]
    assert row.skill is not None
    assert row.skill.value == pytest.approx(0.5)
    assert row.skill.low < 0.5 < row.skill.high


def stands(mine: float, base: Sequence[float], n: int = 40) -> models.Row:
    """Compare losses that are alike with ones that come round."""
    days = sundays(n)
    rival = [
        replace(s, loss=base[i // 4 % len(base)])
        for i, s in enumerate(scores("negbin", days))
    ]
    return models.table(scores("bootstrap", days, mine) + rival, [target()])[0]


@pytest.mark.parametrize(
    ("row", "standing", "ratio"),
    [
        (stands(1.0, [2.0, 3.0]), Standing.WINS, 0.4),
        (stands(4.0, [2.0, 3.0]), Standing.LOSES, 1.6),
        (stands(2.6, [1.0, 4.0]), Standing.UNDECIDED, 1.04),
        (stands(2.4, [1.0, 4.0]), Standing.UNDECIDED, 0.96),
        (stands(1.0, [4.0], n=31), Standing.WITHHELD, 0.25),
        (stands(1.0, [4.0], n=4 * SPANS), Standing.WITHHELD, 0.25),
        (stands(1.0, [4.0], n=4 * SPANS - 1), Standing.WITHHELD, None),
    ],
)
def test_a_model_stands_by_the_interval_of_its_skill(
    row: models.Row, standing: Standing, ratio: float | None
) -> None:
    assert row.standing is standing
    assert row.ratio == pytest.approx(ratio)


def test_the_baseline_speaks_where_the_model_that_leads_did_worse(see: See) -> None:
    """No proof is needed; but before enough was scored the leading model speaks."""
    days, four = sundays(60), Horizon.parse("4w")

    def speaker(days: Sequence[date], mine: float) -> str:
        both = scores("bootstrap", days, mine) + scores("negbin", days, 2.0)
        view = see(FIRST + timedelta(weeks=80))
        return models.Record(view, (target(),), tuple(both)).speaker(target(), four)

    assert speaker(days[: 4 * SPANS], 1.9) == "bootstrap"
    assert speaker(days[: 4 * SPANS], 2.0) == "bootstrap"
    assert speaker(days[: 4 * SPANS], 2.1) == "negbin"
    assert speaker(days[: 4 * SPANS - 1], 2.1) == "bootstrap"
    assert speaker(days[::4][:NEEDED], 2.1) == "negbin"
    assert speaker(days[::4][: NEEDED - 1], 2.1) == "bootstrap"
    assert speaker([], 2.1) == "bootstrap"


def test_whoever_does_better_than_the_model_that_leads_is_named(see: See) -> None:
    """On the origins that both answered; the baseline is counted by itself."""
    days = sundays(40)
    asked = target("4w", "13w", models=("bootstrap", "ewma", "poisson"))

    def record(ewma: float, poisson: float, n: int = 40) -> models.Record:
        hard = scores("ewma", days[:4], 99.0)  # on which the leading model was silent
        told = [
            *(scores("bootstrap", days[4:n], 2.0), hard, scores("negbin", days, 0.1)),
            *(scores("ewma", days[4:n], ewma), scores("poisson", days[4:n], poisson)),
        ]
        view = see(FIRST + timedelta(weeks=80))
        return models.Record(view, (asked,), tuple(s for one in told for s in one))

    def rivals(found: models.Record) -> list[tuple[str, str, float]]:
        return [(str(r.horizon), r.model, r.ratio) for r in found.rivals]

    one = record(1.0, 2.0)
    assert rivals(one) == [("4w", "ewma", 0.5)]
    assert (one.outdone(), one.behind()) == (1, 1)
    both = record(1.0, 0.0)
    assert rivals(both) == [("4w", "ewma", 0.5), ("4w", "poisson", 0.0)]
    assert both.outdone() == 1  # the place is counted once
    assert record(1.0, 1.0, n=4 + 4 * SPANS).outdone() == 1
    assert record(1.0, 1.0, n=3 + 4 * SPANS).outdone() == 0  # too little to tell


def test_chances_are_scored_on_the_one_value(see: See) -> None:
    """The other value, which both got wrong, and the whole forecast play no part."""
    days, four = sundays(40), Horizon.parse("4w")

    def told(name: str, chance: float) -> list[Score]:
        return [
            replace(s, chances={9.0: chance, 50.0: 0.99}) for s in scores(name, days)
        ]

    both = told("bootstrap", 0.8) + told("negbin", 0.6)  # 10 came, which is above 9
    view = see(FIRST + timedelta(weeks=60))
    record = models.Record(view, (target(),), tuple(both))
    kind = models.Kind.REPLAYED
    gain = record.on_event(target(), four, "bootstrap", 9.0, kind)
    assert gain is not None
    assert gain.value == pytest.approx(1 - 0.2**2 / 0.4**2)
    assert record.on_event(target(), four, "negbin", 9.0, kind) is None
    assert record.on_event(target(), four, "bootstrap", 70.0, kind) is None
    few = tuple(s for s in both if s.origin in days[:31])
    short = models.Record(view, (target(),), few)
    assert short.on_event(target(), four, "bootstrap", 9.0, kind) is None
    assert record.row(target(), four, "bootstrap").brier == pytest.approx(
        (0.2**2 + 0.99**2) / 2
    )


def test_chances_are_held_against_how_often_it_came() -> None:
    days = sundays(40)
    came = [
        replace(s, outcome=10.0 if i % 4 else 8.0, chances={9.0: 0.7, 90.0: 0.02})
        for i, s in enumerate(scores("bootstrap", days))
    ]
    found = reliability(came)
    assert set(found) == {"likely", "almost_none"}
    likely, none = found["likely"], found["almost_none"]
    assert (likely.cases, likely.share, likely.said) == (40, 75, pytest.approx(70))
    assert (none.cases, none.share) == (40, 0)
    assert not reliability(came[1:])  # too few to say how often
    assert not reliability([replace(s, outcome=None) for s in came])


def test_a_model_without_its_baseline_is_told_without_skill() -> None:
    (row,) = models.table(scores("bootstrap", sundays(40)), [target()])
    assert (row.model, row.origins, row.skill) == ("bootstrap", 40, None)


# Files of replays.


def test_scores_are_written_and_read_back(tmp_path: Path) -> None:
    kept = scores("bootstrap", sundays(9), 2 / 3, void=(2,))
    kept[3] = replace(kept[3], chances={})
    kept[4] = replace(kept[4], chances={-5.0: 1.0, 1e5: 1 / 3})
    old = replace(kept[0], model="bootstrap/0")  # of a version that is no more
    alien = replace(kept[0], model=models.model_named("ewma").id)
    ledger._write(tmp_path / "one.csv", [*kept, old, alien])
    found = list(ledger._read(tmp_path / "one.csv", target()))
    assert len(found) == len(kept)
    for a, b in zip(found, kept, strict=True):
        assert (a.model, a.target, a.horizon) == (b.model, b.target, b.horizon)
        assert (a.origin, a.due, a.outcome) == (b.origin, b.due, b.outcome)
        assert (a.inside50, a.inside80) == (b.inside50, b.inside80)
        assert a.chances == pytest.approx(b.chances, rel=1e-3)
        assert a.level == b.level
        assert (a.median, a.loss) == pytest.approx((b.median, b.loss), rel=1e-5)
    assert not list(ledger._read(tmp_path / "none.csv", target()))
    assert [f.name for f in tmp_path.iterdir()] == ["one.csv"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, date]]:
    """Count replays, which are made up; the 30th is stopped the first time."""
    calls: list[tuple[str, date]] = []

    def replay(_: View, one: Target, origin: date, **_seed: int) -> Sequence[Score]:
        calls.append((one.id, origin))
        if len(calls) == 30:
            raise KeyboardInterrupt
        return [replace(s, target=one.id) for s in scores("negbin", [origin])]

    monkeypatch.setattr(models, "replay", replay)
    return calls


def test_a_backtest_that_was_stopped_goes_on(
    see: See, tmp_path: Path, asked: list[tuple[str, date]]
) -> None:
    """Inside a target, too: what is lost are the origins since the last 25."""
    view = see(FIRST + timedelta(weeks=59))
    wanted = [replace(target(), id=f"{name}@ARI") for name in "abc"]
    steps: list[tuple[int, int]] = []

    def work() -> Sequence[Score]:
        return ledger.backtest(
            view, wanted, tmp_path / "b", lambda s, n, _: steps.append((s, n))
        )

    with pytest.raises(KeyboardInterrupt):
        work()
    assert len(asked) == 30
    (tmp_path / "b" / "a@ARI.25.part").write_text("model,horizon,orig")  # cut short
    found = work()
    assert asked[30] == ("a@ARI", FIRST + timedelta(weeks=25))
    assert [name for name, _ in asked[30:]] == (
        ["a@ARI"] * 35 + ["b@ARI"] * 60 + ["c@ARI"] * 60
    )
    assert len(found) == len({(s.target, s.origin) for s in found}) == 180
    assert steps[-1] == (179, 180)
    assert all(step < of == 180 for step, of in steps)
    made = sorted(f.name for f in (tmp_path / "b").iterdir())
    assert [name[: len("a@ARI.")] for name in made] == ["a@ARI.", "b@ARI.", "c@ARI."]
    assert all(name.endswith(".csv") for name in made)
    before = len(asked)
    assert work() == found
    assert len(asked) == before
    (tmp_path / "b" / made[-1]).unlink()
    assert work() == found
    assert [name for name, _ in asked[before:]] == ["c@ARI"] * 60


def test_a_backtest_of_nothing_known_is_empty(see: See, tmp_path: Path) -> None:
    unknown = replace(target(), series="survey/losses.boat@ARI")
    assert not ledger.backtest(see(DUE), [unknown], tmp_path, lambda *_: None)


def test_a_backtest_is_the_replays_of_its_origins(see: See, tmp_path: Path) -> None:
    view = see(FIRST + timedelta(weeks=65))
    since = replace(target(), since=FIRST + timedelta(weeks=55))
    found = ledger.backtest(view, [since], tmp_path, lambda *_: None)
    days = [FIRST + timedelta(weeks=i) for i in range(55, 66)]
    expected = [
        s for d in days for s in models.replay(view, since, d, seed=models.SEED)
    ]
    assert len(found) == len(expected) == 2 * 6  # settled three days after four weeks
    assert [s.origin for s in found] == [s.origin for s in expected]
    assert [s.loss for s in found] == pytest.approx(
        [s.loss for s in expected], rel=1e-5
    )


def test_figures_that_nothing_can_be_reckoned_from_are_refused_by_name(
    see: See, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that breaks on them is silent, and the others go on."""
    broken = replace(models.model_named("bootstrap"), answers=lambda *_: 1 / 0)
    known = {**models.all_models(), "bootstrap": broken}
    monkeypatch.setattr("polemos.models._model.all_models", lambda: known)
    made = models.run(see(SUNDAY), [target()])
    (refusal,) = made.refusals
    assert refusal.model == "bootstrap"
    assert "division by zero" in refusal.reason
    assert refusal.why.zh == "數值無法計算"
    assert made.of("losses.ship@ARI", "negbin")
