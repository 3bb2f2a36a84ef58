"""What a drag over the outline would do: the spot, where its line is drawn, and the words for the status bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QModelIndex, QPoint
from PySide6.QtWidgets import QTreeView

from curator.desktop.mime import entries_of, files_of, papers_of, text_of
from curator.desktop.outline.model import SECTION, UNTITLED, OutlineModel
from curator.desktop.outline.sheet import Row, Sheet
from curator.domain.issues import Kind
from curator.domain.outline import Spot
from curator.domain.texts import shortened

LONGEST = 40  # letters of a title in the status bar


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a drag would drop. `line`: how high its line lies in the viewport, None where the section is tinted alone.

    A section that is dragged lands among the sections: `spot.section` is UNTITLED, `spot.at` counts those with a title and the moved one.
    """

    spot: Spot
    line: int | None
    words: str
    is_section: bool = False

    @property
    def tinted(self) -> tuple[str, int] | None:
        """The section that it would drop into."""
        return None if self.is_section or self.spot.section == UNTITLED else ("section", self.spot.section)


def means_anything(mime: QMimeData, model: OutlineModel) -> bool:
    """Whether a drag holds anything for an issue."""
    library = model.library
    return bool(
        papers_of(mime, library)
        or entries_of(mime, library)
        or mime.hasFormat(SECTION)
        or files_of(mime)
        or text_of(mime)
    )


def aim_at(view: QTreeView, model: OutlineModel, position: QPoint, mime: QMimeData) -> Aim | None:
    """What a drop at this place of the viewport would do; None where there is no issue."""
    if model.sheet is None:
        return None
    if mime.hasFormat(SECTION):
        return _among_sections(view, model, position)
    index = view.indexAt(position)
    row, rect = model.row_at(index), view.visualRect(index)
    after = index.isValid() and position.y() > rect.center().y()
    papers, entries = papers_of(mime, model.library), entries_of(mime, model.library)
    moved = entries or entries_with(model.sheet, papers)
    spot = model.landing(row, moved, after=after)
    if spot is None:
        return None
    line: int | None = None
    if row is not None and row.is_entry:
        line = rect.bottom() if after else max(0, rect.top() - 1)
    elif row is not None and row.kind in ("intro", "lead"):
        below = view.visualRect(model.index_of(("intro", spot.section))) if row.kind == "lead" else rect
        line = below.bottom() if below.isValid() else rect.bottom()
    elif model.sheet.top and not model.index_of(("section", spot.section)).isValid():
        line = view.visualRect(model.index_of(model.sheet.top[-1].key)).bottom()  # no heading that could be tinted
    return Aim(spot, line, _words(model, spot, moved, len(papers), is_move=len(moved) >= max(1, len(papers))))


def entries_with(sheet: Sheet, papers: Sequence[int]) -> tuple[int, ...]:
    """The entries of the issue that are these papers: put in again, they are moved."""
    wanted = set(papers)
    return tuple(row.id for row in sheet.rows() if row.kind == Kind.PAPER and row.paper in wanted)


def _among_sections(view: QTreeView, model: OutlineModel, position: QPoint) -> Aim | None:
    """Sections move among sections: in front of the first one whose heading lies below the pointer."""
    groups = model.sheet.groups if model.sheet is not None else ()
    if not groups:
        return None
    at, line, before = len(groups) + 1, None, ""
    for number, group in enumerate(groups, 1):
        rect = view.visualRect(model.index_of(group.row.key))
        if position.y() < rect.center().y():
            at, line, before = number, max(0, rect.top() - 1), group.row.title
            break
    else:
        line = view.visualRect(_last_shown(view, model)).bottom()
    words = f"Drop to move the section in front of {before}" if before else "Drop to move the section to the end"
    return Aim(Spot(UNTITLED, at), line, words, is_section=True)


def _last_shown(view: QTreeView, model: OutlineModel) -> QModelIndex:
    last = model.index(model.rowCount() - 1, 0)
    while view.isExpanded(last) and model.rowCount(last):
        last = model.index(model.rowCount(last) - 1, 0, last)
    return last


def _words(model: OutlineModel, spot: Spot, moved: Sequence[int], papers: int, *, is_move: bool) -> str:
    count = max(len(moved), papers)
    if count <= 1:
        what = "this"
    else:
        what = f"{count} papers" if papers else f"{count} entries"
    into, after = "the part before the first section", " at the beginning"
    if not model.rowCount():
        into, after = "this issue", ""
    for part in model.sheet.order if model.sheet else ():
        if part.section == spot.section:
            head = model.row_at(model.index_of(("section", part.section)))
            into = head.title if head is not None else into
            stay = [entry for entry in part.entries if entry not in moved]
            if spot.at > 1 and stay:
                above = model.row_at(model.index_of(("entry", stay[min(spot.at, len(stay) + 1) - 2])))
                after = f" after {called(above)}" if above is not None else after
    return f"Drop to {'move' if is_move else 'put'} {what} into {into}{after}"


def called(row: Row) -> str:
    """A row in the status bar: № 4, “STaR”."""
    number = f"№ {row.number}, " if row.number is not None else ""
    return f"{number}“{shortened(row.title, LONGEST)}”"
