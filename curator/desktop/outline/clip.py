"""Entries of an issue that were cut or copied: what a paste does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from curator.desktop.mime import files_of, papers_of, text_of
from curator.desktop.outline.aim import entries_with
from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.model import Key
from curator.desktop.outline.sheet import Row, Sheet
from curator.domain.issues import Entry, Kind, NewEntry
from curator.domain.outline import Spot


@dataclass(frozen=True, slots=True)
class _Held:
    """What was taken last, the text that stands for it on the clipboard, and whether it goes from where it was."""

    entries: tuple[Entry, ...]
    text: str
    cut: bool


class Clip(QObject):
    """Between this outline and the system's clipboard. `show_cut` is told which rows are to move when they are pasted.

    Cut entries move, also into another issue. Copied ones are put in again: links, texts and mentions twice, a paper is moved.
    The clipboard gets text alone, for other programs: as long as it has that text, the entries are what a paste here is about.
    (A QMimeData made in Python that the clipboard still has when the program ends takes it down on some platforms.)
    """

    def __init__(self, deeds: Deeds, show_cut: Callable[[frozenset[Key]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._deeds, self._show_cut = deeds, show_cut
        self._held: _Held | None = None
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)

    def forget(self) -> None:
        """What was taken is of another library."""
        self._held = None
        self._show_cut(frozenset())

    def take(self, sheet: Sheet, rows: Sequence[Row], *, cut: bool) -> None:
        """Takes the entries among these rows."""
        inside = [(sheet.entry(row.id), row) for row in rows if row.is_entry]
        if inside:
            text = "\n".join(_as_text(entry, row) for entry, row in inside)
            QGuiApplication.clipboard().setText(text)
            entries = tuple(entry for entry, _ in inside)
            self._held = _Held(entries, QGuiApplication.clipboard().text(), cut)
            self._show_cut(frozenset(("entry", entry.id) for entry in entries) if cut else frozenset())

    def paste(self, sheet: Sheet, spot: Callable[[Sequence[int]], Spot | None]) -> None:
        """Puts what is on the clipboard at a spot: entries that were taken, papers, else what a text names.

        `spot` gives it, counted without these entries and without those of these papers: they move.
        """
        held, mime = self._held, QGuiApplication.clipboard().mimeData()
        if held is not None and held.cut:
            entries = [entry.id for entry in held.entries]
            self._deeds.move(entries, spot(entries))
            self.forget()
        elif held is not None:
            new = [_again(entry) for entry in held.entries]
            moved = [entry.id for entry in held.entries if entry.kind is Kind.PAPER]
            self._deeds.put(f"Paste {len(new)} entries" if len(new) > 1 else "Paste an entry", new, spot(moved))
        elif papers := papers_of(mime, self._deeds.library):
            self._deeds.add_papers(papers, spot(entries_with(sheet, papers)))
        elif text_of(mime) or files_of(mime):
            self._deeds.drop(mime, spot(()))
        else:
            self._deeds.said.emit("There is nothing to paste here", False)

    def _clipboard_changed(self) -> None:
        if self._held is not None and QGuiApplication.clipboard().text() != self._held.text:
            self.forget()


def _as_text(entry: Entry, row: Row) -> str:
    title = row.title if entry.kind is not Kind.TEXT else ""
    return "\n".join(part for part in (title, entry.url, entry.text) if part)


def _again(entry: Entry) -> NewEntry:
    return NewEntry(entry.kind, entry.paper, entry.title, entry.url, entry.text, entry.byline, entry.names)
