import errno

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.messages import EmptyState, Notice, sentence
from curator.desktop.theme import Look
from curator.domain.errors import Unreachable


def test_an_error_says_a_sentence() -> None:
    assert sentence(Unreachable("arXiv does not answer. Try again later.")) == "arXiv does not answer. Try again later."
    assert "No space left" in sentence(OSError(errno.ENOSPC, "No space left on device", "/x/library.curator"))
    assert "KeyError" in sentence(KeyError("x"))


def test_a_notice_is_hidden_until_it_has_something_to_say(look: Look, qtbot: QtBot) -> None:
    notice, tries = Notice(look), []
    qtbot.addWidget(notice)
    assert notice.words == ""
    notice.fail(Unreachable("<b>No</b> answer."), ("Try again", lambda: tries.append(1)))
    assert notice.words == notice.accessibleName() == "<b>No</b> answer."
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in notice.findChildren(QLabel) if label.text())
    qtbot.mouseClick(notice.findChild(QPushButton, "noticeChoice1"), Qt.MouseButton.LeftButton)
    assert tries == [1]
    notice.clear()
    assert notice.words == ""


def test_an_empty_pane_says_what_to_do_next(look: Look, qtbot: QtBot) -> None:
    pressed: list[str] = []
    empty = EmptyState(
        look, "Nothing waits", "Search arXiv.", ("Search arXiv…", lambda: pressed.append("search")), name="inboxEmpty"
    )
    qtbot.addWidget(empty)
    empty.show()
    qtbot.mouseClick(empty.findChild(QPushButton, "inboxEmptyChoice1"), Qt.MouseButton.LeftButton)
    assert pressed == ["search"]
    empty.say("Nothing found")
    assert [label.text() for label in empty.findChildren(QLabel) if not label.isHidden()] == ["Nothing found"]
