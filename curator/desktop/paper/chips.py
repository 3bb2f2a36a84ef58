"""The tags and links of a paper, in one row: each opens a small menu or the browser, and a new one is typed in its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.paper.flow import Flow
from curator.desktop.parts import button, row, surface
from curator.desktop.theme import Look
from curator.domain.identifiers import clean_address
from curator.domain.papers import Link, Paper

if TYPE_CHECKING:
    from curator.library.library import Edit


_MOST = 40  # letters of a tag or a link that are shown


class Chips(QWidget):
    """`open_address` carries the address of a link; `tags_wanted` asks for the tags of the library, for the completion."""

    open_address = Signal(str)
    tags_wanted = Signal()

    def __init__(self, look: Look, history: History) -> None:
        super().__init__()
        self._look, self._history = look, history
        self._paper: Paper | None = None
        self._edited: int | None = None
        self._is_read_only = False
        u = look.theme.u
        self._flow = Flow(u(6), u(4))
        self._new_tag = QLineEdit()
        self._new_tag.setObjectName("newTag")
        self._new_tag.setAccessibleName("New tag")
        self._new_tag.setPlaceholderText("Tag")
        self._new_tag.setFixedWidth(u(140))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._new_tag.setCompleter(completer)
        self._new_tag.returnPressed.connect(self._add_tag)
        self._add = button("addTag", "+ Tag", self.ask_tag, kind="flat", spoken="Add a tag")
        self._add_link = button("addLink", "+ Link", self.ask_link, kind="flat", spoken="Add a link")
        self._rule = QFrame()
        self._rule.setProperty("kind", "line")
        self._rule.setFixedSize(1, u(14))
        self._form, self._title, self._address = self._made_form()
        self.notice = Notice(look, "chipsNotice")
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(u(4))
        below.addLayout(self._flow)
        below.addWidget(self._form)
        below.addWidget(self.notice)
        for one in (self._new_tag, self._title, self._address):
            one.installEventFilter(self)
        for kept in (self._add, self._new_tag, self._rule, self._add_link):
            self._flow.addWidget(kept)
        self._new_tag.hide()
        self._form.hide()

    def show_paper(self, paper: Paper) -> None:
        before, self._paper = self._paper, paper
        if before is None or before.id != paper.id:
            self._close()
            self.notice.clear()
        elif (before.tags, before.links) == (paper.tags, paper.links):
            return
        self._build()

    def set_read_only(self, read_only: bool) -> None:
        """In a library that can only be read there are tags and links, and no way to change them."""
        self._is_read_only = read_only
        for one in (self._add, self._add_link):
            one.setVisible(not read_only)

    def show_known(self, tags: Sequence[str]) -> None:
        """Every tag of the library, for the completion."""
        self._known.setStringList(list(tags))

    def ask_tag(self) -> None:
        """Shows the place where a tag is typed."""
        if self._is_read_only:
            return
        self.tags_wanted.emit()
        self._add.hide()
        self._new_tag.clear()
        self._new_tag.show()
        self._flow.invalidate()
        self._new_tag.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_link(self, number: int | None = None) -> None:
        """Shows the place where a link is typed; `number` is that of the link to change, from 0."""
        paper = self._paper
        if paper is None:
            return
        self._edited = number
        link = paper.links[number] if number is not None else Link("", "")
        self._title.setText(link.title)
        self._address.setText(link.url)
        self._form.show()
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._close()
                return True
        leaves = event.type() == QEvent.Type.FocusOut and watched is self._new_tag
        if leaves and not self._new_tag.text().strip() and QGuiApplication.focusObject() is not self._new_tag:
            self._close_tag()
        return False

    def _build(self) -> None:
        paper = self._paper
        assert paper is not None
        for kept in (self._add, self._new_tag, self._rule, self._add_link):
            self._flow.removeWidget(kept)
        self._flow.clear()
        for tag in paper.tags:
            chip = button("tagChip", _plain(_short(tag)), kind="chip", spoken=f"Tag {tag}")
            chip.setToolTip("Delete takes it away" if tag == _short(tag) else f"{tag}\nDelete takes it away")
            self._with_menu(chip, [(f"Take “{tag}” away", partial(self._untag, tag))])
            self._flow.addWidget(chip)
        self._flow.addWidget(self._add)
        self._flow.addWidget(self._new_tag)
        self._flow.addWidget(self._rule)
        for number, link in enumerate(paper.links):
            made = button("paperLink", _plain(_short(link.title)), kind="link", spoken=f"Open {link.title}")
            made.setToolTip(link.url)
            made.clicked.connect(lambda _=False, url=link.url: self.open_address.emit(url))
            choices: list[tuple[str, Callable[[], object]]] = [
                ("Open", partial(self.open_address.emit, link.url)),
                ("Change…", partial(self.ask_link, number)),
                ("Copy address", partial(QGuiApplication.clipboard().setText, link.url)),
                ("Take it away", partial(self._unlink, number)),
            ]
            self._with_menu(made, choices, on_click=False)
            self._flow.addWidget(made)
        self._flow.addWidget(self._add_link)
        self._flow.invalidate()
        self.updateGeometry()

    def _with_menu(
        self, on: QPushButton, choices: Sequence[tuple[str, Callable[[], object]]], *, on_click: bool = True
    ) -> None:
        """The last of the choices is also what Delete does."""
        if self._is_read_only:
            return

        def popup(at: QPoint | None = None) -> None:
            menu = QMenu(on)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for words, run in choices:
                menu.addAction(_plain(words)).triggered.connect(lambda _=False, run=run: run())
            menu.popup(on.mapToGlobal(at if at is not None else QPoint(0, on.height())))

        on.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        on.customContextMenuRequested.connect(popup)
        if on_click:
            on.clicked.connect(lambda _=False: popup())
        delete = choices[-1][1]
        on.installEventFilter(_Deletes(on, delete))

    def _add_tag(self) -> None:
        paper = self._paper
        names = [name for name in (part.strip() for part in self._new_tag.text().split(",")) if name]
        if paper is None or not names:
            self._close_tag()
            return

        def job(edit: "Edit") -> None:
            for name in names:
                edit.papers.tag([paper.id], name)

        self._new_tag.clear()
        self._history.edit(f"Tag “{names[0]}”", job, failed=self.notice.fail)

    def _untag(self, tag: str) -> None:
        if (paper := self._paper) is not None:
            label = f"Take the tag “{tag}” away"
            self._history.edit(label, lambda edit: edit.papers.untag([paper.id], tag), failed=self.notice.fail)

    def _keep_link(self) -> None:
        paper = self._paper
        url = clean_address(self._address.text())
        if paper is None:
            return
        if url is None:
            self.notice.say("This is no web address. It begins with https:// and names a host.")
            self._address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        links, made = list(paper.links), Link(self._title.text().strip() or url, url)
        if self._edited is None:
            links.append(made)
        else:
            links[self._edited] = replace(links[self._edited], title=made.title, url=made.url)
        self._set_links("Add a link" if self._edited is None else "Change a link", links)
        self._close()
        self.notice.clear()

    def _unlink(self, number: int) -> None:
        if (paper := self._paper) is not None:
            self._set_links("Take a link away", [*paper.links[:number], *paper.links[number + 1 :]])

    def _set_links(self, label: str, links: Sequence[Link]) -> None:
        if (paper := self._paper) is not None:
            self._history.edit(label, lambda edit: edit.papers.set_links(paper.id, links), failed=self.notice.fail)

    def _close(self) -> None:
        had = self._form.isVisible() and self._form.isAncestorOf(self.focusWidget() or self)
        self._form.hide()
        self._close_tag()
        if had:
            self._add_link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_tag(self) -> None:
        had = self._new_tag.hasFocus()
        self._new_tag.hide()
        self._add.setVisible(not self._is_read_only)
        self._flow.invalidate()
        if had:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made_form(self) -> tuple[QWidget, QLineEdit, QLineEdit]:
        u = self._look.theme.u
        form = surface("", "linkForm")
        title, address = QLineEdit(), QLineEdit()
        for one, name, hint in ((title, "linkTitle", "Code"), (address, "linkAddress", "https://…")):
            one.setObjectName(name)
            one.setPlaceholderText(hint)
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            one.returnPressed.connect(self._keep_link)
        title.setAccessibleName("Title of the link")
        address.setAccessibleName("Address of the link")
        across = row(
            title,
            address,
            button("keepLink", "Keep", self._keep_link),
            button("leaveLink", "Cancel", self._close, kind="flat"),
            space=u(6),
        )
        across.setStretch(0, 1)
        across.setStretch(1, 2)
        form.setLayout(across)
        return form, title, address


class _Deletes(QObject):
    """Delete and Backspace on a chip take it away."""

    def __init__(self, on: QWidget, run: Callable[[], object]) -> None:
        super().__init__(on)
        self._run = run

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._run()
        event.accept()
        return True


def _short(text: str) -> str:
    """What a chip has room for."""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"


def _plain(text: str) -> str:
    """A button would take `&` for the mark of a key."""
    return text.replace("&", "&&")
