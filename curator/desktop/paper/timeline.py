"""The versions of a text: every one that it had, newest first, against the present one; each can be put back or copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from curator.desktop.actions import declaration
from curator.desktop.history import History, shortened
from curator.desktop.messages import Notice
from curator.desktop.moments import moment
from curator.desktop.news import News
from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import PaletteDelegate, Row, Rows
from curator.desktop.paper.differing import reading_view, said, show_pieces
from curator.desktop.parts import button, fill, label, line, row, set_tone
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.writeups import FIELDS, Revision, Saved, Text
from curator.writing import markdown
from curator.writing.differences import Change, Piece, differences

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

LIST = 340  # units
_TITLES = {field.name: field.title for field in FIELDS}
ORIGINS = {
    "typed": "",
    "command": "command line",
    "other": "beside another",
    "imported": "imported",
    "undo": "by undo",
    "merged": "of a paper taken in",
    "restored": "put back",
    "rescued": "kept when not saved",
}
"""What is said of where a version is from; what is typed is most of them, and says nothing."""

_TAKING_BACK = {*declaration("undo").keys, *declaration("redo").keys}


@dataclass(frozen=True, slots=True)
class _Version:
    """A revision, its words counted; `is_now`: it is the text as it is."""

    revision: Revision
    words: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class _Read:
    now: Text
    versions: Sequence[_Version]


class Timeline(Card):
    """The card of the versions of one paper's fields. It is read again when the library changes."""

    def __init__(self, look: Look, tasks: Tasks, history: History, news: News, window: QWidget) -> None:
        super().__init__()
        self._look, self._tasks, self._history = look, tasks, history
        self._library: Library | None = None
        self._paper, self._title, self._field = 0, "", ""
        self._read: _Read | None = None
        self._shown: tuple[str | None, tuple[Piece, ...]] | None = None
        self._comparing: Task | None = None
        self.setObjectName("timeline")
        u = look.theme.u
        self._overlay = Overlay(look, window, self, width=980, height=620)
        self._overlay.closed = self._over
        self._model = Rows(self)
        self.view = QListView()
        self.view.setObjectName("timelineView")
        self.view.setAccessibleName("Versions, the newest first")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(look, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFixedWidth(u(LIST))
        self.view.selectionModel().currentChanged.connect(lambda now, before: self._compare())
        self.text = reading_view("timelineText", "The chosen version")
        self._heading = label(look, weight=600, scale=1.15)
        self._about = label(look, tone="dim", scale=0.92)
        self._key = label(look, tone="dim", scale=0.92, wrap=True)
        self._marks = QCheckBox("Mark what is different now")
        self._marks.setObjectName("timelineMarks")
        self._marks.setChecked(True)
        self._marks.toggled.connect(lambda on: self._show_text())
        self._fields = {field.name: self._switch(field.name, field.title) for field in FIELDS}
        self.notice = Notice(look, "timelineNotice")
        self._copy = button("timelineCopy", "Copy", self._to_clipboard, spoken="Copy this version")
        self._restore = button("timelineRestore", "Put back", self._put_back, spoken="Put this version back")
        close = button("timelineClose", "Close", self._overlay.dismiss)
        right = QVBoxLayout()
        right.setContentsMargins(u(16), u(12), u(16), u(12))
        right.setSpacing(u(8))
        right.addLayout(row(self._marks, None, self._about, space=u(8)))
        fill(right, self._key)
        right.addWidget(self.text, 1000)
        right.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.view)
        across.addWidget(_upright())
        across.addLayout(right, 1)
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        top = row(self._heading, None, *self._fields.values(), close, space=u(6), margins=(u(16), u(12), u(14), u(12)))
        below.addLayout(top)
        fill(below, line())
        below.addLayout(across, 1)
        fill(below, line())
        foot = row(self.notice, None, self._copy, self._restore, space=u(8), margins=(u(16), u(8), u(14), u(8)))
        foot.setStretchFactor(self.notice, 1000)  # words first, then the space
        below.addLayout(foot)
        news.changed.connect(self._heard)
        history.stepped.connect(lambda *_: self._stepped())
        look.changed.connect(lambda _: self._show_text())

    def show_versions(self, library: "Library", paper: int, title: str, field: str) -> None:
        """Opens it on a field of a paper. What is typed has been sent."""
        self._library, self._paper, self._title = library, paper, title
        self._choose_field(field)
        self._overlay.open(self.view)

    def event(self, event: QEvent) -> bool:
        """The keys of undo and redo are not the window's while this card is over it: what they would change is not seen."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and QKeySequence(event.keyCombination()).toString() in _TAKING_BACK
        ):
            event.accept()
            return True
        return super().event(event)

    def _stepped(self) -> None:
        """What was said of the step before is no longer so."""
        has_focus = any(one.hasFocus() for one in self.notice.buttons)
        self.notice.clear()
        if has_focus:
            self.view.setFocus()

    def _choose_field(self, field: str) -> None:
        self._field, self._read, self._shown = field, None, None
        for name, one in self._fields.items():
            one.setChecked(name == field)
        self._heading.setText(f"Versions of {_TITLES[field]}")
        self.setAccessibleName(f"Versions of {_TITLES[field]} of {self._title}")
        self.notice.clear()
        self._model.show_rows(())
        self._show_text()
        self._look_again()

    def _over(self) -> None:
        """Hidden it asks for nothing, and keeps no texts."""
        self._library = self._read = self._shown = None
        self._model.show_rows(())
        self.text.clear()
        self.notice.clear()

    def _heard(self, changes: Changes) -> None:
        if self._library is not None and (changes.everything or self._paper in changes.ids("paper", "merged")):
            self._look_again()

    def _look_again(self) -> None:
        library, paper, field = self._library, self._paper, self._field
        if library is None:
            return

        def job(progress: "Progress") -> _Read:
            with library.read() as reading:
                now, revisions = reading.writeups.get(paper, field), reading.writeups.revisions(paper, field)
            found, is_first = [], True
            for done, one in enumerate(revisions):
                progress.step(done, len(revisions))
                is_now = is_first and one.text == now.text
                is_first = is_first and not is_now
                found.append(_Version(one, markdown.words(one.text), is_now))
            return _Read(now, found)

        def done(read: _Read) -> None:
            if self._library is library and (paper, field) == (self._paper, self._field):
                self._show(read)

        def begin(_: None) -> None:
            self._tasks.work("Read versions", job, done, self.notice.fail, quiet=True)

        # After the edits that are under way: what was just typed is a version, too.
        self._tasks.edit("Wait for what is typed", lambda: None, begin)

    def _show(self, read: _Read) -> None:
        before = self._chosen
        at = self.view.currentIndex().row()
        self._read = read
        rows = [self._row(one) for one in read.versions]
        self._model.show_rows(rows or [Row("", "Nothing was written here yet", heading=True)])
        again = [n for n, one in enumerate(read.versions) if before and one.revision.id == before.revision.id]
        # The first that is another than the present one is what somebody looks for.
        first = 1 if at < 0 and len(rows) > 1 and read.versions[0].is_now else max(0, min(at, len(rows) - 1))
        self.view.setCurrentIndex(self._model.index(again[0] if again else first))
        self._compare()

    def _row(self, one: _Version) -> Row:
        origin = "as it is now" if one.is_now else ORIGINS.get(one.revision.origin, one.revision.origin)
        count = "1 word" if one.words == 1 else f"{one.words:,} words"
        return Row("circle" if one.is_now else "clock", moment(one.revision.at), (), origin, count)

    @property
    def _chosen(self) -> _Version | None:
        at = self.view.currentIndex().row()
        return self._read.versions[at] if self._read is not None and 0 <= at < len(self._read.versions) else None

    def _compare(self) -> None:
        """What the chosen version and the present text have not in common, beside the window."""
        one, read = self._chosen, self._read
        if self._comparing is not None:
            self._comparing.cancel()
            self._comparing = None
        if one is None or read is None:
            self._shown = None
            self._show_text()
            return
        former, latter = one.revision.text or "", read.now.text or ""

        def done(pieces: tuple[Piece, ...]) -> None:
            self._comparing, self._shown = None, (one.revision.text, pieces)
            self._show_text()

        self._comparing = self._tasks.work(
            "Compare two texts", lambda _: differences(former, latter), done, self.notice.fail, quiet=True
        )

    def _show_text(self) -> None:
        one, shown = self._chosen, self._shown
        can_write = self._library is not None and not self._library.is_read_only
        self._restore.setEnabled(one is not None and not one.is_now and can_write)
        self._copy.setEnabled(one is not None and bool(one.revision.text))
        self._marks.setEnabled(one is not None and not one.is_now)
        if one is None or shown is None:
            show_pieces(self.text, (), self._look)
            self._about.setText("")
            is_empty = self._read is not None and not self._read.versions
            self._key.setText("What is typed is kept here, a version for each minute." if is_empty else "")
            self._key.setVisible(is_empty)
            self.text.setVisible(not is_empty)
            self._marks.setVisible(not is_empty)
            return
        text, pieces = shown
        self.text.show()
        self._marks.show()
        marks = self._marks.isChecked() and not one.is_now
        show_pieces(self.text, pieces if marks else (Piece(Change.SAME, text or ""),), self._look)
        self._key.setText("Struck: gone since. Underlined: new since." if marks else "")
        self._key.setVisible(marks)
        words = "This is the present text" if one.is_now else f"{said(pieces)} to the present text"
        self._about.setText(words)
        self.text.setAccessibleDescription(words)
        set_tone(self._about, "dim")

    def _to_clipboard(self) -> None:
        if (one := self._chosen) is not None:
            QGuiApplication.clipboard().setText(one.revision.text or "")
            self.notice.say("Copied.", tone="good")

    def _put_back(self) -> None:
        """A step like any other: what stood there is a version too, and undo brings it back."""
        one, read = self._chosen, self._read
        if one is None or read is None:
            return
        paper, field, text, base = self._paper, self._field, one.revision.text, read.now.sha
        when = moment(one.revision.at)
        label_ = f"Put back {_TITLES[field]} of “{shortened(self._title)}” as of {when}"

        def done(saved: Saved) -> None:
            words = f"It is again as of {when}."
            words = f"{words} What came in meanwhile is a version, too." if saved.other else words
            self.notice.say(words, ("Undo", self._history.undo), tone="good")

        self._history.edit(
            label_, lambda edit: edit.writeups.save(paper, field, text, base, "restored"), done, self.notice.fail
        )

    def _switch(self, name: str, title: str) -> QPushButton:
        made = button(f"timeline-{name}", title, partial(self._choose_field, name), kind="flat")
        made.setCheckable(True)
        return made


def _upright() -> QWidget:
    made = line()
    made.setFixedSize(1, 1)
    made.setMinimumHeight(0)
    made.setMaximumHeight(16777215)
    return made
