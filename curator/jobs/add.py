"""Whatever was pasted, dropped or named becomes papers in the library; and what was left for later is fetched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from curator.domain.errors import Unreadable
from curator.domain.identifiers import Identifier, Kind
from curator.domain.papers import Record, Status
from curator.domain.progress import Progress
from curator.jobs.arriving import Arriving, State
from curator.jobs.desk import Desk
from curator.jobs.inputs import Input, input_of
from curator.sources import SOURCES

__all__ = ["Added", "Result", "State", "UnreadLine", "add", "dry_run", "fetch_waiting"]

MOST_NAMED = 1000
"""So many identifiers of a file are told one by one."""

_NAMES = 500


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one WHAT. `message` is a sentence that says what to do, or None where there is nothing to say."""

    what: str
    state: State
    identifiers: tuple[Identifier, ...] = ()
    papers: tuple[int, ...] = ()
    message: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of a file that could not be read, counted from 1."""

    what: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Added:
    """A result for each WHAT, in order. The numbers count works, each once, however often it was named.

    `untitled` are those of `to_fetch` that no service can be asked about.
    """

    results: tuple[Result, ...]
    added: int = 0
    known: int = 0
    to_fetch: int = 0
    failed: int = 0
    unread: tuple[UnreadLine, ...] = ()
    untitled: int = 0


def add(
    desk: Desk,
    what: Sequence[str | Path],
    progress: Progress,
    *,
    status: Status = Status.INBOX,
    standard_input: BinaryIO | None = None,
    names_files: bool = True,
) -> Added:
    """Puts into the library what is named: ids, DOIs, addresses, texts that hold some, files of works.

    New papers get `status`. What the services can't be asked about is in the library too, and waits. `names_files`: a text that is the
    path of a regular file is that file, as on the command line. Raises Cancelled; what came before it is in the library.
    """
    asked = [
        input_of(one, library=desk.library.path, standard_input=standard_input, names_files=names_files) for one in what
    ]
    run = _Run(desk, progress, Arriving(desk.library, status))
    names = dict.fromkeys(name for one in asked for name in one.identifiers)
    run.carry_out([*names], asked)
    return run.report(asked)


def dry_run(what: Sequence[str | Path], standard_input: BinaryIO | None = None, library: Path | None = None) -> Added:
    """What `add` would ask for: asks no network and opens no library. Results are `found`, `nothing` or, for a file, `failed`."""
    results: list[Result] = []
    unread: list[UnreadLine] = []
    for one in what:
        found = input_of(one, library=library, standard_input=standard_input)
        if found.file is None:
            state = State.FAILED if found.fault else State.FOUND if found.identifiers else State.NOTHING
            results.append(Result(found.what, state, found.identifiers, message=found.fault or _nothing(state)))
        else:
            reading = _FileReading(found)
            works = sum(1 for _ in reading.records(Progress()))
            state = State.FAILED if reading.fault else State.FOUND if works else State.NOTHING
            results.append(Result(found.what, state, reading.named, message=reading.fault or _nothing(state)))
            unread += reading.unread
    return Added(tuple(results), failed=sum(one.state is State.FAILED for one in results), unread=tuple(unread))


def fetch_waiting(desk: Desk, progress: Progress) -> Added:
    """Asks for every paper that waits and that some service may know. A result for each, named by its identifier."""
    run = _Run(desk, progress, Arriving(desk.library, Status.INBOX, "Fetch"))
    with desk.library.read() as reading:
        waiting = [one.identifier for one in reading.papers.waiting() if run.resolves(one.identifier)]
    asked = [Input(str(name), (name,)) for name in waiting]
    run.carry_out(waiting, asked)
    return run.report(asked)


@dataclass(slots=True)
class _FileReading:
    """A file of works while it is read."""

    input: Input
    named: tuple[Identifier, ...] = ()
    unread: list[UnreadLine] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    fault: str | None = None

    def records(self, progress: Progress) -> Iterator[Record]:
        """The works; what is none is noted."""
        if self.input.file is None or self.input.reader is None:
            return
        named: list[Identifier] = []
        works = 0
        try:
            for one in self.input.reader(self.input.file, progress):
                if not isinstance(one, Record):
                    self.unread.append(UnreadLine(self.input.what, one.line, one.message))
                    continue
                works += 1
                if len(named) < MOST_NAMED:
                    named += _names_of(one)
                yield one
        except Unreadable as error:
            self.fault = str(error)
        self.named = tuple(dict.fromkeys(named))
        if self.unread and not works and not self.fault:
            first = self.unread[0]
            self.fault = f"{self.input.what} holds no work that can be read. Line {first.line}: {first.message}."


_Name = tuple[Kind, str]


class _Run:
    """One `add`: what the library knows, what the services say, what files hold."""

    def __init__(self, desk: Desk, progress: Progress, arriving: Arriving) -> None:
        self._library = desk.library
        self._progress = progress
        self._arriving = arriving
        self._sources = [make(desk.net, desk.settings) for make in SOURCES]
        self._papers: dict[_Name, list[int]] = {}
        self._waits: set[_Name] = set()
        self._failed: set[_Name] = set()
        self._unasked: set[_Name] = set()
        self._messages: dict[_Name, str] = {}
        self._files: dict[int, _FileReading] = {}

    def resolves(self, name: Identifier) -> bool:
        """Whether some service may know it."""
        return any(source.resolves(name) for source in self._sources)

    def carry_out(self, names: Sequence[Identifier], asked: Sequence[Input]) -> None:
        """All of it. When it is cancelled, what had come is put in first."""
        try:
            self._ask(self._absent(names))
            for index, one in enumerate(asked):
                if one.file is not None:
                    self._files[index] = reading = _FileReading(one)
                    for record in reading.records(self._progress):
                        self._arriving.record(record, reading.papers)
        finally:
            self._arriving.finish()

    def report(self, asked: Sequence[Input]) -> Added:
        """A result for each, and the counts."""
        results = [
            self._of_file(self._files[index]) if one.file else self._of_text(one) for index, one in enumerate(asked)
        ]
        states = list(self._arriving.states.values())
        unasked = {paper for key in self._unasked for paper in self._arriving.of(self._papers.get(key, ()))}
        broken = sum(one.fault is not None for one in asked) + sum(bool(one.fault) for one in self._files.values())
        return Added(
            tuple(results),
            added=states.count(State.ADDED),
            known=states.count(State.KNOWN),
            to_fetch=states.count(State.TO_FETCH),
            failed=len(self._failed) + broken,
            unread=tuple(line for reading in self._files.values() for line in reading.unread),
            untitled=sum(self._arriving.states.get(paper) is State.TO_FETCH for paper in unasked),
        )

    def _absent(self, names: Sequence[Identifier]) -> list[Identifier]:
        """Those that the services are to be asked for: not here, or waiting, or here in an older version than the one named."""
        absent: list[Identifier] = []
        for at in range(0, len(names), _NAMES):
            self._progress.step()
            with self._library.read() as reading:
                found = {name: reading.papers.by_identifier(name) for name in names[at : at + _NAMES]}
                papers = reading.papers.many([paper for paper in found.values() if paper is not None])
            for name, number in found.items():
                paper = papers.get(number) if number is not None else None
                if paper is not None:
                    self._papers[_key(name)] = [paper.id]
                if (
                    paper is not None
                    and not paper.to_fetch
                    and (name.version or 0) <= (paper.version or name.version or 0)
                ):
                    self._arriving.known(paper.id)
                    continue
                if paper is not None and paper.to_fetch:
                    self._waits.add(_key(name))
                absent.append(name)
        return absent

    def _ask(self, names: Sequence[Identifier]) -> None:
        """What the services say; what none of them can be asked about waits."""
        for source in self._sources:
            mine = [name for name in names if source.resolves(name)]
            names = [name for name in names if not source.resolves(name)]
            for batch in source.by_ids(mine, self._progress) if mine else ():
                for record in batch.records:
                    for name in _names_of(record)[:1]:
                        self._arriving.record(record, self._papers.setdefault(_key(name), []))
                for name in batch.missing:
                    self._fail(name, f"{source.name} knows no {name}. Check what was typed.")
                for name in batch.waiting:
                    self._wait(name, batch.fault)
                self._arriving.pause()
        for name in names:
            self._wait(name, None)
            self._unasked.add(_key(name))
            self._messages[_key(name)] = f"No service that is asked knows {name}: give it its title by hand."
        self._arriving.pause()

    def _wait(self, name: Identifier, fault: str | None) -> None:
        self._arriving.wait(name, self._papers.setdefault(_key(name), []), fault)
        if fault is not None:
            self._messages[_key(name)] = fault

    def _fail(self, name: Identifier, fault: str) -> None:
        self._failed.add(_key(name))
        self._messages[_key(name)] = fault
        if _key(name) in self._waits:
            for paper in self._papers[_key(name)]:
                self._arriving.failed(paper, fault)

    def _of_text(self, one: Input) -> Result:
        if one.fault is not None:
            return Result(one.what, State.FAILED, message=one.fault)
        keys = [_key(name) for name in one.identifiers]
        papers = {key: self._arriving.of(self._papers.get(key, ())) for key in keys}
        states = {key: State.FAILED if key in self._failed else self._state(papers[key]) for key in keys}
        state = _first(states.values())
        message = next((self._messages[key] for key in keys if states[key] is state and key in self._messages), None)
        if state not in (State.FAILED, State.TO_FETCH):
            message = _nothing(state)
        numbers = tuple(dict.fromkeys(paper for key in keys for paper in papers[key]))
        return Result(one.what, state, one.identifiers, numbers, message)

    def _of_file(self, one: _FileReading) -> Result:
        papers = self._arriving.of(one.papers)
        state = State.FAILED if one.fault else _first(self._arriving.states[paper] for paper in papers)
        message = one.fault or _nothing(state)
        if one.unread and not message:
            message = f"{len(one.unread)} of its lines could not be read."
        return Result(one.input.what, state, one.named, papers, message)

    def _state(self, papers: Sequence[int]) -> State:
        return _first(self._arriving.states[paper] for paper in papers if paper in self._arriving.states)


def _key(name: Identifier) -> _Name:
    return name.kind, name.id


def _names_of(record: Record) -> list[Identifier]:
    """The identifiers of a work, the one it is asked for by first."""
    names = [Identifier(Kind.ARXIV, record.arxiv, record.version)] if record.arxiv else []
    names += [Identifier(Kind.DOI, record.doi)] if record.doi else []
    return names + ([Identifier(Kind.URL, record.url)] if record.url else [])


def _first(states: Iterable[State]) -> State:
    """Of several works the state that is told."""
    found = set(states)
    return next((state for state in State if state in found), State.NOTHING)


def _nothing(state: State) -> str | None:
    return "It names no arXiv id, no DOI, no address and no work." if state is State.NOTHING else None
