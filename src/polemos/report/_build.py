"""Sections in, one document out, in two languages, with every number accounted for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from polemos.claims import check
from polemos.core import (
    LANGS,
    Claim,
    EditionError,
    Finding,
    Lang,
    NotYetKnown,
    Text,
    UnknownSeries,
    Verdict,
    View,
    War,
)
from polemos.report import _doc, _say
from polemos.report._desk import Desk
from polemos.report._digits import typed_digit
from polemos.report._doc import (
    BASE,
    Block,
    Document,
    Figure,
    Heading,
    Mark,
    Run,
    TableBlock,
)
from polemos.report._door import Call, Door
from polemos.report._end import end_matter
from polemos.report._lineage import Use, foot, uses
from polemos.report._names import names_for
from polemos.report._section import Content, Section, sections_of
from polemos.report._table import lay_out
from polemos.report._tell import Teller

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

_WEEK = 7
_LABELS = {"figure": Text("Figure", "圖"), "table": Text("Table", "表")}
_LONG: Mapping[Lang, int] = {"en": 200, "zh": 90}  # characters of a foot


class Progress(Protocol):
    """Hears how far long work is."""

    def __call__(self, step: int, total: int, label: str) -> None:
        """Say that `step` of `total` is done and what comes next."""
        ...


Placed = Callable[[Lang, Figure], object]


@dataclass(frozen=True, slots=True)
class _Head:
    """What both documents of an edition print around their sections."""

    desk: Desk
    issue: int
    store: str
    marks: tuple[Mark, ...]
    left_out: Sequence[tuple[Text, Text]]


@dataclass(frozen=True)
class Edition:
    """One issue: a document in each language, and everything that it claims."""

    war: War
    desk: Desk
    issue: int | None
    store: str
    documents: Mapping[Lang, Document]
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    left_out: Mapping[str, Text]

    @property
    def as_of(self) -> datetime:
        """Give the moment whose knowledge this edition speaks from."""
        return self.desk.view.as_of

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Give every printed number."""
        return tuple(f.claim for f in self.findings)


def build(
    view: View,
    war: War,
    store: str,
    progress: Progress = lambda *_: None,
    *,
    sections: Sequence[Section] | None = None,
    templates: "BaseLoader | None" = None,
    last_edition: date | None = None,
    placed: Placed = lambda *_: None,
) -> Edition:
    """Build the edition of a view's moment; a number nothing stands behind stops it.

    `placed` hears of each figure as soon as its section is written.
    """
    chosen = sections_of(war.sections) if sections is None else tuple(sections)
    day = view.as_of.date()
    desk = Desk(view, war, last_edition or day - timedelta(days=_WEEK))
    writer = _Writer(desk, _environment(templates), placed)
    left_out: dict[str, Text] = {}
    for step, part in enumerate(chosen):
        progress(step, len(chosen), part.name)
        try:
            content = part.content(desk)
        except (NotYetKnown, UnknownSeries) as missing:
            left_out[part.name] = _why(desk, missing)
            continue
        writer.write(part, content)
    found = (m for lang in LANGS for m in _doc.marks(writer.blocks[lang]))
    marks = tuple({id(m): m for m in found}.values())  # a title may serve as alt too
    issue = (day - war.first_edition).days // _WEEK + 1
    silent = [(p.title, left_out[p.name]) for p in chosen if p.name in left_out]
    head = _Head(desk, issue, store, marks, silent)
    return Edition(
        war=war,
        desk=desk,
        issue=issue if issue > 0 else None,
        store=store,
        documents={lang: _document(head, lang, writer.blocks[lang]) for lang in LANGS},
        marks=marks,
        findings=_checked(marks, desk),
        left_out=left_out,
    )


def _why(desk: Desk, missing: NotYetKnown | UnknownSeries) -> Text:
    """Say in both languages what a section lacked; of which series, if that is told."""
    why = missing.why if isinstance(missing, NotYetKnown) else None
    if why is None:
        return Text(str(missing), "所需數列當時尚無數值")
    if not (isinstance(missing, NotYetKnown) and missing.series):
        return why
    title = desk.view.spec(missing.series).title
    return Text(f"{title.en}: {why.en}", f"{title.zh}：{why.zh}")


def _environment(templates: "BaseLoader | None") -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=templates or PackageLoader("polemos.report", "sections"),
        undefined=StrictUndefined,
        autoescape=False,  # what comes out is a document model, never markup
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _checked(marks: Sequence[Mark], desk: Desk) -> tuple[Finding, ...]:
    """Hold every printed number against the world; one that is off stops the build."""
    claims = [m.claim for m in marks if m.claim is not None]
    findings = tuple(check(c, desk.known_at(c.as_of)) for c in claims)
    wrong = [f for f in findings if f.verdict is not Verdict.HOLDS]
    if wrong:
        f = wrong[0]
        raise EditionError(
            f"{len(wrong)} of {len(findings)} numbers do not hold; the first: "
            f"{f.claim.where} ({f.claim.lang}) prints {f.claim.text!r}, and "
            f"{f.claim.series} {f.claim.period} {f.claim.how.value} is {f.actual} "
            f"{f.claim.unit} {f.note}"
        )
    return findings


class _Writer:
    """Writes one section after the other, in both languages, numbering the figures."""

    def __init__(self, desk: Desk, env: "Environment", placed: Placed) -> None:
        self.desk = desk
        self.env = env
        self.placed = placed
        self.blocks: dict[Lang, list[Block]] = {lang: [] for lang in LANGS}
        self.used: dict[tuple[str, ...], list[Use]] = {}
        self.feet: dict[tuple[Lang, str, str], str] = {}
        self.counts = {(lang, k): 0 for lang in LANGS for k in ("figure", "table")}

    def write(self, part: Section, content: Content) -> None:
        """Write one section, and hold its two languages to the same facts."""
        name = part.name
        said: dict[Lang, set[Any]] = {}
        for lang in LANGS:
            door = Door(self.desk, name, lang, content)
            made = list(self._blocks(door, sheet=part.sheet))
            self.blocks[lang].extend(made)
            for figure in (b for b in made if isinstance(b, Figure)):
                self.placed(lang, figure)
            said[lang] = {tuple(map(str, m.fact.key)) for m in _doc.marks(made)}
            said[lang] |= {(c.kind, c.key) for c in door.calls}
        for lang, other in (LANGS, LANGS[::-1]):
            only = sorted(map(str, said[lang] - said[other]))
            if only:
                raise EditionError(
                    f"{name}: expected the same facts in both languages, found only in "
                    f"{lang}: {'; '.join(only)}"
                )

    def _blocks(self, door: Door, *, sheet: bool) -> Iterator[Block]:
        from jinja2 import UndefinedError

        template = self.env.get_template(f"{door.section}.md.j2")
        if door.lang not in template.blocks:
            raise EditionError(f"{door.section}: no block {door.lang} in its template")
        self._refuse_typed(door)
        block = template.blocks[door.lang]
        try:
            text = "".join(block(template.new_context(names_for(door))))
        except UndefinedError as error:
            raise EditionError(
                f"{door.section}.md.j2 ({door.lang}): {error.message}"
            ) from error

        def placed(words: str) -> Block | None:
            return self._placed(door, door.calls[ord(words[1]) - BASE], sheet=sheet)

        for b in _doc.parse(text, door.inline, placed):
            if isinstance(b, Heading) and b.level == 2:  # noqa: PLR2004 as in "##"
                yield Heading(b.level, b.inline, door.section, sheet)
            else:
                yield b

    def _refuse_typed(self, door: Door) -> None:
        source, _, _ = self.env.loader.get_source(  # type: ignore[union-attr]
            self.env, f"{door.section}.md.j2"
        )
        found = typed_digit(source)
        if found:
            raise EditionError(
                f"{door.section}.md.j2: a digit typed in the template, in {found!r}; "
                "numbers come by n(), q(), day(), …"
            )

    def _placed(self, door: Door, call: Call, *, sheet: bool) -> Block | None:
        from polemos.report.charts import draw

        where = f"{door.section}/{call.key}"
        words = {k: door.inline(v) for k, v in call.words.items()}
        if call.kind == "table":
            table = door.content.tables[call.key]
            rows, series = lay_out(table, Teller(door, where))
            return TableBlock(
                key=call.key,
                section=door.section,
                number=self._count(door.lang, "table"),
                head=tuple(door.label(h) for h in table.head),
                rows=rows,
                strong=table.strong,
                foot=self._foot(door, "table", series),
                **words,
            )
        drawing = draw(door.content.figures[call.key], door, where)
        if drawing is None:
            return None
        return Figure(
            key=call.key,
            section=door.section,
            number=self._count(door.lang, "figure"),
            drawing=drawing,
            foot=self._foot(door, "figure", drawing.series, drawing.layers),
            trace=drawing.series,
            sheet=sheet,
            **words,
        )

    def _count(self, lang: Lang, kind: str) -> int:
        self.counts[lang, kind] += 1
        return self.counts[lang, kind]

    def _foot(
        self, door: Door, kind: str, series: Sequence[str], layers: Sequence[str] = ()
    ) -> tuple[Run, ...]:
        """Tell the sources; where a long list has stood in the section, say where."""
        key, lang = (*series, *layers), door.lang  # both languages ask
        if key not in self.used:
            self.used[key] = uses(self.desk, series, layers)
        text = foot(self.used[key], lang)
        here = f"{_LABELS[kind].in_(lang)} {self.counts[lang, kind]}"
        first = self.feet.setdefault((lang, door.section, text), here)
        if first != here and len(text) > _LONG[lang]:
            text = f"來源同{first}。" if lang == "zh" else f"Sources as under {first}."
        return (Run(text),) if text else ()


def _document(edition: _Head, lang: Lang, blocks: list[Block]) -> Document:
    desk, zh = edition.desk, lang == "zh"
    day, last = _say.day(desk.day, lang), _say.day(desk.last_edition, lang)
    if edition.issue > 0:
        number = f"第 {edition.issue} 期" if zh else f"No. {edition.issue}"
    else:
        number = "創刊前回溯重建" if zh else "Rebuilt for a day before the first issue"
    cut = f"{day} 23:59（UTC）" if zh else f"{day}, 23:59 UTC"
    rows = (
        ("期別", "Issue", number),
        ("出刊", "Edition of", day),
        ("資料截止", "Data cut-off", cut),
        ("對照日期", "Compared with", last),
        ("資料庫指紋", "Store hash", edition.store[:16]),
        ("國界畫法", "Borders", desk.war.border.in_(lang)),
    )
    return Document(
        lang=lang,
        title=desk.war.title.in_(lang),
        subtitle=f"{number}｜{day}" if zh else f"{number} · {day}",
        masthead=tuple((a if zh else b, text) for a, b, text in rows),
        blocks=tuple(blocks),
        end=tuple(end_matter(desk, lang, blocks, edition.marks, edition.left_out)),
    )
