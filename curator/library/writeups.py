"""The texts of write-ups: saved against the text they were made from, each with its revisions."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from curator.domain.errors import NotFound
from curator.domain.papers import BEFORE_DRAFT, Status
from curator.domain.texts import as_saved, digest
from curator.domain.writeups import FIELDS, Revision, Saved, Text
from curator.library import tables as t
from curator.library.moments import as_moment, as_text

TYPED, OTHER, RESCUED = "typed", "other", "rescued"

_ONE = (t.writeup.c.paper == bindparam("which")) & (t.writeup.c.field == bindparam("name"))
_GET = select(t.writeup.c.text, t.writeup.c.sha).where(_ONE)
_HAS_WORDS = select(t.writeup.c.id).where(t.writeup.c.paper == bindparam("which")).limit(1)
_PUT = sqlite_insert(t.writeup)
_SAVE = _PUT.on_conflict_do_update(
    index_elements=[t.writeup.c.paper, t.writeup.c.field], set_={"text": _PUT.excluded.text, "sha": _PUT.excluded.sha}
)
_CLEAR = delete(t.writeup).where(_ONE)
_BEGIN_DRAFT = (
    update(t.paper)
    .where(
        t.paper.c.id == bindparam("which"),
        t.paper.c.status.in_(BEFORE_DRAFT),
    )
    .values(status=Status.DRAFTING.value)
)
_IS_THERE = select(t.paper.c.id).where(t.paper.c.id == bindparam("which"))
_LAST = (
    select(t.revision.c.id, t.revision.c.text, t.revision.c.at, t.revision.c.origin)
    .where(t.revision.c.paper == bindparam("which"), t.revision.c.field == bindparam("name"))
    .order_by(t.revision.c.id.desc())
    .limit(2)
)
_WRITTEN_BY = or_(
    t.revision.c.paper == bindparam("which"),
    t.revision.c.paper.in_(select(t.merged.c.id).where(t.merged.c.into == bindparam("which"))),
)
_REVISIONS = (
    select(
        t.revision.c.id, t.revision.c.paper, t.revision.c.field, t.revision.c.text, t.revision.c.at, t.revision.c.origin
    )
    .where(_WRITTEN_BY, t.revision.c.field == bindparam("name"))
    .order_by(t.revision.c.at.desc(), t.revision.c.id.desc())
)
_WRITE_OVER = (
    update(t.revision)
    .where(t.revision.c.id == bindparam("which"))
    .values(text=bindparam("words"), sha=bindparam("digest"), at=bindparam("moment"))
)


_ROW = func.coalesce(t.journal.c.after, t.journal.c.before)
_LAST_STEP = (
    select(t.step.c.origin, t.step.c.undoes)
    .join(t.journal, t.journal.c.step == t.step.c.id)
    .where(
        t.journal.c.name == t.writeup.name,
        func.json_extract(_ROW, "$.paper") == bindparam("which"),
        func.json_extract(_ROW, "$.field") == bindparam("name"),
    )
    .order_by(t.journal.c.id.desc())
    .limit(1)
)


class Writeups:
    """The current texts of papers and their former ones."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now

    def get(self, paper: int, field: str) -> Text:
        """A field's text as it is now."""
        row = self._c.execute(_GET, {"which": paper, "name": field}).one_or_none()
        return Text(row[0], row[1], digest(row[0]) == row[1]) if row else Text(None, "")

    def save(self, paper: int, field: str, text: str | None, base: str | None, origin: str = TYPED) -> Saved:
        """Keeps a text (Markdown, in the form of `as_saved`) and a revision of it. The first words of a paper make it drafting.

        `base` is the SHA-256 of the text that this was made from, "" for none; None lays the text over whatever is there.
        If another text came between, it is kept as a revision and handed back. Raises NotFound for a paper that is gone.
        """
        if field not in {known.name for known in FIELDS}:
            raise NotFound(f"A write-up has no field “{field}”.")
        words = as_saved(text)
        there = self.get(paper, field)
        if words == there.text:
            return Saved(there.sha)
        if self._c.execute(_IS_THERE, {"which": paper}).first() is None:
            raise NotFound(f"There is no paper {paper} in this library; the text was not saved.")
        met_another = base is not None and base != there.sha and there.text is not None
        if met_another:
            self.note(paper, field, there.text, OTHER)
        whose = self.origin(paper, field) if met_another else None
        if words is not None and self._c.execute(_HAS_WORDS, {"which": paper}).first() is None:
            self._c.execute(_BEGIN_DRAFT, {"which": paper})
        sha = digest(words)
        if words is None:
            self._c.execute(_CLEAR, {"which": paper, "name": field})
        else:
            self._c.execute(_SAVE, {"paper": paper, "field": field, "text": words, "sha": sha})
        self._note_typing(paper, field, words) if origin == TYPED else self.note(paper, field, words, origin)
        return Saved(sha, there.text if met_another else None, whose)

    def rescue(self, paper: int, field: str, text: str | None) -> None:
        """Keeps a text that could not be saved when it was written, as a revision: once, and the current text stays. Raises NotFound."""
        if self._c.execute(_IS_THERE, {"which": paper}).first() is None:
            raise NotFound(f"There is no paper {paper} in this library; the text was not kept in it.")
        words = as_saved(text)
        if not any(one.origin == RESCUED and one.text == words for one in self.revisions(paper, field)):
            self.note(paper, field, words, RESCUED)

    def note(self, paper: int, field: str, text: str | None, origin: str) -> None:
        """Writes a revision, and leaves the current text as it is."""
        self._c.execute(
            insert(t.revision),
            {
                "paper": paper,
                "field": field,
                "text": text,
                "sha": digest(text),
                "at": as_text(self._now()),
                "origin": origin,
            },
        )

    def revisions(self, paper: int, field: str) -> tuple[Revision, ...]:
        """All texts that a field had, newest first; also those of papers that were found to be this one."""
        rows = self._c.execute(_REVISIONS, {"which": paper, "name": field})
        return tuple(Revision(id, of, name, text, as_moment(at), origin) for id, of, name, text, at, origin in rows)

    def origin(self, paper: int, field: str) -> str | None:
        """From where the text was changed last: window or command; None if the history does not reach so far."""
        found = self._c.execute(_LAST_STEP, {"which": paper, "name": field}).one_or_none()
        return found[0] if found else None

    def was_undone(self, paper: int, field: str) -> bool:
        """Whether the text is what a window's undo, or the redo of that, has left."""
        found = self._c.execute(_LAST_STEP, {"which": paper, "name": field}).one_or_none()
        return found is not None and found[0] == "window" and found[1] is not None

    def _note_typing(self, paper: int, field: str, text: str | None) -> None:
        """A revision of a text that is being typed: of each minute the last is kept, and none that is lost by half, nor one that met
        another's text: that may be given up for the other at once."""
        moment = as_text(self._now())
        rows = self._c.execute(_LAST, {"which": paper, "name": field}).all()
        last, met = rows[0] if rows else None, len(rows) > 1 and rows[1].origin == OTHER
        if (
            last is not None
            and last.origin == TYPED
            and not met
            and last.at[:16] == moment[:16]
            and len(text or "") * 2 >= len(last.text or "")
        ):
            values = {"which": last.id, "words": text, "digest": digest(text), "moment": moment}
            self._c.execute(_WRITE_OVER, values)
        else:
            self.note(paper, field, text, TYPED)
