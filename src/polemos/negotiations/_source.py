"""The ledgers as a source: which series their values make, and on what footing."""

from collections.abc import Iterator

from polemos.core import (
    DESK,
    HINDSIGHT,
    JUDGED,
    OURS,
    RATIO,
    SCALE,
    STAGE,
    WHOLE,
    Agenda,
    Basis,
    Cadence,
    Commitment,
    Measure,
    SeriesSpec,
    Source,
    Stage,
    Text,
    Unit,
    amount_id,
    capability_id,
    judged,
    position_id,
    salience_id,
    settlement_id,
    stage_id,
    state_id,
)

ID = "negotiations"
EVENTS = "events"  # what a timeline of the ledger is drawn from


def source(agenda: Agenda) -> Source:
    """Give the source that an agenda's ledgers are."""
    return Source(
        id=ID,
        title=Text("Ledgers of the negotiating table", "談判桌帳冊"),
        provider=DESK,
        url="",
        citation="polemos",
        licence=OURS,
        series=tuple(_series(agenda)),
        layers=(EVENTS,),
        caveats=(JUDGED, HINDSIGHT),
    )


def _series(agenda: Agenda) -> Iterator[SeriesSpec]:
    for issue in agenda.issues.values():
        name = issue.name
        for actor in agenda.players:
            who = agenda.actors[actor]
            yield _judged(
                position_id(issue.id, actor),
                Text(f"{who.en} on {name.en}", f"{who.zh}：{name.zh}立場"),
            )
            yield _judged(
                salience_id(issue.id, actor),
                Text(f"Weight of {name.en} to {who.en}", f"{name.zh}對{who.zh}的分量"),
                RATIO,
                1.0,
            )
        yield _judged(state_id(issue.id), Text(f"State of {name.en}", f"{name.zh}現況"))
        for key, words in agenda.settlements.items():
            yield _judged(
                settlement_id(issue.id, key),
                Text(f"{words.en}: {name.en}", f"{words.zh}：{name.zh}"),
            )
    for actor in agenda.players:
        who = agenda.actors[actor]
        yield _judged(
            capability_id(actor),
            Text(f"Capability of {who.en}", f"{who.zh}的議價能力"),
        )
    for one in agenda.commitments.values():
        yield _stages(one)
        if one.unit is not None:
            yield from _amounts(one, one.unit)


def _judged(
    name: str, title: Text, unit: Unit = SCALE, high: float = WHOLE
) -> SeriesSpec:
    return judged(name, title, unit, 0.0, high)


def _stages(one: Commitment) -> SeriesSpec:
    return SeriesSpec(
        id=stage_id(one.id),
        title=Text(f"{one.name.en}: stage", f"{one.name.zh}：階段"),
        unit=STAGE,
        measure=Measure.STOCK,
        cadence=Cadence.IRREGULAR,
        basis=Basis.JUDGED,
        low=0.0,
        high=len(Stage),
        lag_days=0,
    )


def _amounts(one: Commitment, unit: Unit) -> Iterator[SeriesSpec]:
    for delivered, en, zh in ((False, "promised", "承諾"), (True, "delivered", "兌現")):
        yield SeriesSpec(
            id=amount_id(one.id, delivered=delivered),
            title=Text(f"{one.name.en}: {en}", f"{one.name.zh}：{zh}"),
            unit=unit,
            measure=Measure.STOCK,
            cadence=Cadence.IRREGULAR,
            basis=Basis.CLAIMED,
            low=0.0,
            lag_days=0,
        )
