"""Works on their way into the library: up to a hundred are one step that can be taken back, more arrive in bulk."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.domain.identifiers import Identifier
from curator.domain.papers import Record, Status

if TYPE_CHECKING:
    from curator.library.intake import Intake
    from curator.library.library import Library
    from curator.library.merging import Prepared, PutIn
    from curator.library.reading import Edit

ONE_STEP = 100
"""Up to so many works are one step that can be taken back; more arrive in bulk."""

_BULK = 500


class State(StrEnum):
    """What became of a work, or of what named several: the first in this order that applies to one of them."""

    FAILED = "failed"
    TO_FETCH = "to-fetch"
    ADDED = "added"
    KNOWN = "known"
    NOTHING = "nothing"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class _Item:
    """A work with its metadata, or a name that waits for it. `papers`: where to note the number. `fault`: why it waits."""

    work: "Prepared | Identifier"
    papers: list[int]
    fault: str | None = None


@dataclass(slots=True)
class Arriving:
    """Takes works and puts them in. `states`: what became of each paper; use `of` after `finish`. `verb`: what the step is called."""

    library: "Library"
    status: Status
    verb: str = "Add"
    states: dict[int, State] = field(default_factory=dict)
    _items: list[_Item] = field(default_factory=list)
    _faults: dict[int, str] = field(default_factory=dict)
    _gone: dict[int, int] = field(default_factory=dict)
    _bulk: "Intake | None" = None
    _stack: ExitStack = field(default_factory=ExitStack)

    def record(self, record: Record, papers: list[int]) -> None:
        """A work, as a source or a file has it. Its number is put into `papers` once it is in."""
        from curator.library.merging import prepare  # SQLAlchemy: not before the first paint

        self._items.append(_Item(prepare(record), papers))
        if len(self._items) >= _BULK:
            self._flush()

    def wait(self, identifier: Identifier, papers: list[int], fault: str | None) -> None:
        """A work whose metadata could not be had; `fault` says why."""
        self._items.append(_Item(identifier, papers, fault))

    def known(self, paper: int) -> None:
        """A work that was there with all its metadata."""
        self.states.setdefault(paper, State.KNOWN)

    def failed(self, paper: int, fault: str) -> None:
        """A paper that waits, and that the service does not know."""
        self._faults[paper] = fault

    def pause(self) -> None:
        """Puts in what there is, if it is more than one step can hold: while the next batch is on its way it can be read."""
        if self._bulk is not None or len(self._items) > ONE_STEP:
            self._flush()

    def finish(self) -> None:
        """Puts in all that is left; it is on disk when this returns."""
        with self._stack:
            if self._bulk is not None or len(self._items) > ONE_STEP:
                self._flush()
            elif self._items:
                count = len(self._items)
                with self.library.edit(f"{self.verb} {count} paper{'s' if count > 1 else ''}") as edit:
                    put = _write(edit, self._items, self.status)
                self._note(self._items, put)
                self._items = []
        if self._faults:
            with self.library.intake() as intake, intake.batch() as batch:
                for paper, fault in self._faults.items():
                    batch.papers.set_fault(paper, fault)

    def of(self, papers: Iterable[int]) -> tuple[int, ...]:
        """The papers as they are called now, each once."""
        return tuple(dict.fromkeys(map(self._stays, papers)))

    def _flush(self) -> None:
        if self._bulk is None:
            self._bulk = self._stack.enter_context(self.library.intake(f"{self.verb} papers"))
        items = sorted(self._items, key=_day)  # in order of date they go in twice as fast
        self._items = []
        at = 0
        for put in self._bulk.each(items, lambda batch, part: _write(batch, part, self.status)):
            self._note(items[at : at + len(put)], put)
            at += len(put)

    def _note(self, items: Sequence[_Item], put: Sequence["PutIn"]) -> None:
        from curator.library.merging import Arrival  # SQLAlchemy: not before the first paint

        for item, one in zip(items, put, strict=True):
            item.papers.append(one.paper)
            self._gone |= dict.fromkeys(one.merged, one.paper)
            for other in one.merged:
                self.states.pop(other, None)
            is_new = one.state in (Arrival.ADDED, Arrival.COMPLETED)
            state = State.TO_FETCH if one.waits else State.ADDED if is_new else State.KNOWN
            if self.states.get(one.paper, State.TO_FETCH) is State.TO_FETCH:
                self.states[one.paper] = state

    def _stays(self, paper: int) -> int:
        while paper in self._gone:
            paper = self._gone[paper]
        return paper


def _write(edit: "Edit", items: Sequence[_Item], status: Status) -> list["PutIn"]:
    """Works with their metadata first: one of them may be what another waits for."""
    works = [item.work for item in items if not isinstance(item.work, Identifier)]
    names = [item.work for item in items if isinstance(item.work, Identifier)]
    put_in, waiting = iter(edit.merging.put_in(works, status)), iter(edit.merging.wait_for(names, status))
    put = [next(waiting if isinstance(item.work, Identifier) else put_in) for item in items]
    for item, one in zip(items, put, strict=True):
        if one.waits and item.fault:
            edit.papers.set_fault(one.paper, item.fault)
    return put


def _day(item: _Item) -> date:
    if isinstance(item.work, Identifier):
        return date.min
    return item.work.work.published or date.min
