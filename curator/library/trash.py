"""The trash: what was removed in the last days, put back or thrown away."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from curator.domain.errors import NotFound
from curator.domain.trash import KEPT_DAYS, Restored, Trashed, TrashKind
from curator.library import held, putting_back
from curator.library import tables as t
from curator.library.moments import as_moment, as_text

_COLUMNS = (
    t.trash.c.id,
    t.trash.c.kind,
    t.trash.c.title,
    t.trash.c.place,
    t.trash.c.at,
    t.trash.c.paper,
    t.trash.c.issue,
)
_IS_LISTED = t.trash.c.kind != TrashKind.MERGED.value
_LISTING = (
    select(*_COLUMNS).where(_IS_LISTED).order_by(t.trash.c.at.desc(), t.trash.c.id.desc()).limit(bindparam("most"))
)
_KIND = select(t.trash.c.kind).where(_IS_LISTED, t.trash.c.id == bindparam("which"))
_OLDER = delete(t.trash).where(_IS_LISTED, t.trash.c.at <= bindparam("last"))


class Trash:
    """What was removed; of an edit it can be put back and thrown away too, and both be undone."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now

    def listing(self, limit: int | None = None) -> tuple[Trashed, ...]:
        """Newest first; not what merges keep to be parted by."""
        now = self._now()
        return tuple(
            Trashed(
                id=row.id,
                kind=TrashKind(row.kind),
                title=row.title,
                place=row.place,
                at=as_moment(row.at),
                days_left=max(KEPT_DAYS - (now - as_moment(row.at)).days, 0),
                paper=row.paper,
                issue=row.issue,
            )
            for row in self._c.execute(_LISTING, {"most": -1 if limit is None else limit})
        )

    def restore(self, id: int) -> Restored:
        """Puts something back where it was, and takes it out of the trash; the note says what is not as it was.

        A paper whose work came again meanwhile is one with that: words win, the other's become a revision. A key that another paper has
        by now stays with that one, and texts that cite it cite that one; this paper gets the next that is free. What can't go back with
        a section or an issue, since its paper is gone, stays in the trash for itself. Raises NotFound; Refused where its place is gone.
        """
        kind = self._there(id)
        rows = held.read(self._c, id)
        held.drop(self._c, id)
        return putting_back.put_back(self._c, self._now, kind, rows)

    def throw_away(self, id: int) -> None:
        """Removes something for good; as long as the history reaches, that can be undone. Raises NotFound."""
        self._there(id)
        held.drop(self._c, id)

    def empty_older(self, days: int = KEPT_DAYS) -> int:
        """Removes for good what has been there for so many days (0: all), and gives how much that was."""
        last = as_text(self._now() - timedelta(days=days))
        return int(self._c.execute(_OLDER, {"last": last}).rowcount)

    def _there(self, id: int) -> TrashKind:
        kind = self._c.execute(_KIND, {"which": id}).scalar_one_or_none()
        if kind is None:
            raise NotFound("This is no longer in the trash.")
        return TrashKind(kind)
