"""The steps that were taken, as a list, and which of them a window's Ctrl+Z and redo would take."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from curator.library import tables as t


@dataclass(frozen=True, slots=True)
class Step:
    """An edit. `undoes`: the step that it took back; `is_redo`: that one was itself an undo. `origin`: window or command. `at`: UTC."""

    id: int
    label: str
    undoes: int | None
    origin: str
    at: str
    is_redo: bool = False


def steps(c: Connection, limit: int | None = None) -> list[Step]:
    """Newest first."""
    s = t.step.c
    rows = c.execute(select(s.id, s.label, s.undoes, s.origin, s.at).order_by(s.id)).all()
    undoes = {row[0]: row[2] for row in rows}
    found = [Step(*row, is_redo=row[2] is not None and undoes.get(row[2]) is not None) for row in reversed(rows)]
    return found if limit is None else found[:limit]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the next Ctrl+Z takes back, and what the next redo does again, by taking its undo back."""

    undo: Step | None
    redo: Step | None


def ahead(c: Connection, past: Container[int] = ()) -> Ahead:
    """Steps of windows only. `past` are numbers of steps to go on past, since they can't be taken back now."""
    chains = _chains(steps(c))
    return Ahead(_undoable(chains, past), _redoable(chains, past))


def _undoable(chains: Sequence[list[Step]], past: Container[int]) -> Step | None:
    """Of the edits that stand, the last."""
    standing = [chain for chain in chains if len(chain) % 2 == 1 and chain[-1].id not in past]
    return max(standing, key=lambda chain: chain[0].id)[-1] if standing else None


def _redoable(chains: Sequence[list[Step]], past: Container[int]) -> Step | None:
    """Of the edits that were undone since the last new one, the first."""
    newest = max((chain[0].id for chain in chains), default=0)
    undone = [chain for chain in chains if len(chain) % 2 == 0 and chain[-1].id > newest and chain[-1].id not in past]
    return min(undone, key=lambda chain: chain[0].id)[-1] if undone else None


def _chains(found: Sequence[Step]) -> list[list[Step]]:
    """Each edit of a window with its undo, the redo of that, and so on. An undo of what a command did is an edit itself."""
    by_id = {step.id: step for step in found}
    taken_back_by = {step.undoes: step for step in found if step.undoes is not None}
    chains = []
    for step in found:
        former = by_id.get(step.undoes) if step.undoes is not None else None
        begins = step.undoes is None or (former is not None and former.origin != "window")
        if step.origin == "window" and begins:
            chain = [step]
            while chain[-1].id in taken_back_by:
                chain.append(taken_back_by[chain[-1].id])
            chains.append(chain)
    return chains
