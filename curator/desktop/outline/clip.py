"""Entries of an issue that were cut or copied: what a paste does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from curator.desktop.mime import entries_mime, entries_of, files_of, papers_of, text_of
from curator.desktop.outline.aim import entries_with
from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.model import Key
from curator.desktop.outline.sheet import Row, Sheet
from curator.domain.issues import Entry, Kind, NewEntry
from curator.domain.outline import Spot


@dataclass(frozen=True, slots=True)
class _Held:
    """What was taken last, and whether it goes from where it was."""

    entries: tuple[Entry, ...]
    cut: bool


class Clip(QObject):
    """Between this window and the system's clipboard. `show_cut` is told which rows are to move when they are pasted.

    Cut entries move, also into another issue. Copied ones are put in again: links, texts and mentions twice, a paper is moved.
    """

    def __init__(self, deeds: Deeds, show_cut: Callable[[frozenset[Key]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._deeds, self._show_cut = deeds, show_cut
        self._held: _Held | None = None
        self._library: Path | None = None
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)

    def show_library(self, library: Path | None) -> None:
        """Entries of another library mean nothing here."""
        self._library = library
        self._forget()

    def take(self, sheet: Sheet, rows: Sequence[Row], *, cut: bool) -> None:
        """Puts the entries among these rows on the clipboard, for other programs as text."""
        entries = tuple(sheet.entry(row.id) for row in rows if row.is_entry)
        if not entries:
            return
        mime = entries_mime([entry.id for entry in entries], self._library)
        mime.setText("\n".join(_as_text(entry, row) for entry, row in zip(entries, _entries(rows), strict=True)))
        QGuiApplication.clipboard().setMimeData(mime)
        self._held = _Held(entries, cut)
        self._show_cut(frozenset(("entry", entry.id) for entry in entries) if cut else frozenset())

    def paste(self, sheet: Sheet, spot: Callable[[Sequence[int]], Spot | None]) -> None:
        """Puts what is on the clipboard at a spot: entries of ours, papers, else what a text names.

        `spot` gives it, counted without these entries and without those of these papers: they move.
        """
        mime = QGuiApplication.clipboard().mimeData()
        held, entries = self._held, entries_of(mime, self._library)
        if held is not None and entries == tuple(entry.id for entry in held.entries):
            if held.cut:
                self._deeds.move(entries, spot(entries))
                self._forget()
            else:
                new = [_again(entry) for entry in held.entries]
                label = f"Paste {len(new)} entries" if len(new) > 1 else "Paste an entry"
                moved = [entry.id for entry in held.entries if entry.kind is Kind.PAPER]
                self._deeds.put(label, new, spot(moved))
        elif papers := papers_of(mime, self._library):
            self._deeds.add_papers(papers, spot(entries_with(sheet, papers)))
        elif not entries and (text_of(mime) or files_of(mime)):
            self._deeds.drop(mime, spot(()))
        else:
            self._deeds.said.emit("There is nothing to paste here", False)

    def _clipboard_changed(self) -> None:
        held = self._held
        if held is not None and not QGuiApplication.clipboard().ownsClipboard():
            self._forget()

    def _forget(self) -> None:
        self._held = None
        self._show_cut(frozenset())


def _entries(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.is_entry]


def _as_text(entry: Entry, row: Row) -> str:
    return "\n".join(part for part in (row.title if entry.kind != "text" else "", entry.url, entry.text) if part)


def _again(entry: Entry) -> NewEntry:
    return NewEntry(entry.kind, entry.paper, entry.title, entry.url, entry.text, entry.byline, entry.names)
