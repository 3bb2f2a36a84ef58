"""Holds each step of a library against what was before it: after every commit all that undo puts back is read, the index's entries too."""

import hashlib
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curator.domain.changes import Changes
from curator.library import tables as t
from curator.library.library import Library

LETTER = 0x4E00
"""A paper's own letter is so far on, by its number: one that stands elsewhere is seen."""

State = dict[str, str]
"""The sum of each table's rows, by its name."""

_DERIVED = ("position", "seen")
"""Of what was fetched: the place in the order of date is given anew where it was taken, and that a paper was looked at is no step."""

_COLUMNS = ", ".join(f'"{one.name}"' for one in t.fetched.columns if one.name not in _DERIVED)
_READ = {
    **{table.name: f"select * from {table.name} order by 1" for table in t.WHOLE},
    "metadata": f"select {_COLUMNS} from metadata order by paper",
    "the index": "select paper, title, authors, abstract, why, insights, replace(facets, ' isunread', '') from indexed order by paper",
}
_SEEN = "select paper, field, text, sha from writeup order by 1, 2"
_KEPT = 1500
"""So many steps are remembered: more than a library keeps."""


def letter(paper: int) -> str:
    """What is typed into this paper, and into no other."""
    return chr(LETTER + paper % 20_000)


@dataclass(slots=True)
class _Step:
    """An edit and what became of it. `after` is None where its end was never seen, as of what a field took back itself."""

    before: State
    after: State | None
    written: str


@dataclass(slots=True)
class Ledger:
    """Counts steps, undos and redos of one library, and notes in `faults` what was not as it had been."""

    library: Library
    steps: int = 0
    undone: int = 0
    redone: int = 0
    faults: list[str] = field(default_factory=list)
    _known: dict[int, _Step] = field(default_factory=dict)
    _root: dict[int, tuple[int, bool]] = field(default_factory=dict)
    _rows: dict[str, bytes] = field(default_factory=dict)
    _gate: threading.Lock = field(default_factory=threading.Lock)
    _last: int = 0
    _revision: int = 0
    _now: State = field(default_factory=dict)
    _stop: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """From here on every commit is looked at, in the thread that wrote."""
        with self.library.read() as reading:
            self._last = reading.c.exec_driver_sql("select coalesce(max(id), 0) from step").scalar_one()
            self._revision = reading.c.exec_driver_sql("select coalesce(max(id), 0) from revision").scalar_one()
        self._now = self.state()
        self._stop = self.library.listen(self._heard)

    def end(self) -> None:
        self._stop()

    def state(self, *, seen: bool = False) -> State:
        """All that undo puts back. `seen`: as one sees it; a text that a field itself brings again is another row with the same words."""
        with self.library.read() as reading:
            read = _READ | ({"writeup": _SEEN} if seen else {})
            return {name: self._sum(reading.c.exec_driver_sql(question).all()) for name, question in read.items()}

    def differences(self, one: State, other: State) -> str:
        """What is in one and not in the other, in short."""
        told = []
        for name in one:
            if one[name] != other[name]:
                first, second = (set(zlib.decompress(self._rows[s[name]]).decode().split("\n")) for s in (one, other))
                told.append(
                    f"{name}: had {sorted(first - second)[:2]}, has {sorted(second - first)[:2]}".replace("\n", " ")
                )
        return "; ".join(told)[:1500]

    def _heard(self, changes: Changes) -> None:
        with self._gate, self.library.read() as reading:
            new = reading.c.exec_driver_sql(
                "select id, undoes, label from step where id > ? order by id", (self._last,)
            ).all()
            written = {}
            for number in {*(one.id for one in new), *(one.undoes for one in new if one.undoes), self._last}:
                rows = reading.c.exec_driver_sql("select id, before, after from journal where step = ?", (number,))
                written[number] = _digest(repr(rows.all()))
            state = {name: self._sum(reading.c.exec_driver_sql(question).all()) for name, question in _READ.items()}
            texts = reading.c.exec_driver_sql("select id, paper, text from revision where id > ?", (self._revision,))
            fresh = texts.all()
            texts = reading.c.exec_driver_sql("select 0, paper, text from writeup")
            self.faults += _stray(tuple(row) for row in [*fresh, *texts.all()])
            self._revision = max((one[0] for one in fresh), default=self._revision)
            if not new and (found := self._known.get(self._last)) is not None:
                found.after, found.written = state, written[self._last]  # an open step goes on
            for number, undoes, label in new:
                if undoes is None:  # of one that is taken back in the same transaction nobody saw the end
                    is_seen = number == new[-1][0]
                    self._known[number] = _Step(self._now, state if is_seen else None, written[number])
                    self._root[number] = number, False
                    self.steps += 1
                else:
                    self._came_back(number, undoes, label, state, written)
                self._last = number
            self._now = state
            for number in [number for number in self._known if number < self._last - _KEPT]:
                del self._known[number]

    def _came_back(self, number: int, undoes: int, label: str, state: State, written: dict[int, str]) -> None:
        root, was_undo = self._root.get(undoes, (0, False))
        found = self._known.get(root)
        self._root[number] = root, not was_undo
        if found is None:
            return
        if was_undo:
            self.redone += 1
            found.after = found.after or state
            wanted = found.after
        else:
            self.undone += 1
            if undoes == root and found.written != written.get(root):
                found.after = None  # more was done in it, and taken back with it at once
            wanted = found.before
        if wanted != state:
            did = "done again" if was_undo else "taken back"
            self.faults.append(f"“{label}” {did} (step {root}): {self.differences(wanted, state)}")

    def _sum(self, rows: Sequence[object]) -> str:
        text = "\n".join(str(row) for row in rows)
        found = _digest(text)
        if found not in self._rows:
            self._rows[found] = zlib.compress(text.encode(), 1)
            if len(self._rows) > 20 * _KEPT:
                for old in [*self._rows][:_KEPT]:
                    del self._rows[old]
        return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stray(texts: Iterable[tuple[int, int, str | None]]) -> Iterator[str]:
    """Texts with a letter of another paper."""
    for _, paper, text in texts:
        if other := [one for one in text or "" if ord(one) >= LETTER and one != letter(paper)]:
            yield f"paper {paper} has letters of paper {ord(other[0]) - LETTER}"
