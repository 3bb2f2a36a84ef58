"""Several papers chosen: the list of them, and what can be done to all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.paper import statusmark
from curator.desktop.paper.head import decision
from curator.desktop.paper.header import said_date
from curator.desktop.parts import button, label, line, row
from curator.desktop.theme import Look
from curator.domain.papers import Paper, Status

if TYPE_CHECKING:
    from curator.library.library import Edit

SHOWN = 40
"""Papers that are listed; of more it is said how many there are."""


class Many(QWidget):
    """`show_papers` gets those that are listed, and the numbers of all that are chosen."""

    cleared = Signal()

    def __init__(self, look: Look, history: History, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("manyPapers")
        self._look, self._history = look, history
        self._ids: Sequence[int] = ()
        u = look.theme.u
        self.status = button("manyStatus", "Set status  ▾", self._choose)
        self.tag = button("manyTag", "Tag…", actions["tag"].trigger)
        self.add = button("manyAdd", "Add to issue…", actions["add-to-issue"].trigger)
        self.dismiss = button("manyDismiss", "Dismiss", lambda: self._decide(Status.DISMISSED), kind="flat")
        self.notice = Notice(look, "manyNotice")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._sum = label(look, tone="faint", scale=0.92, wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(u(24), u(16), u(24), u(18))
        whole.setSpacing(u(10))
        whole.addLayout(row(self.status, self.tag, self.add, None, self.dismiss, space=u(8)))
        whole.addWidget(self.notice)
        whole.addWidget(line())
        whole.addLayout(self._rows)
        whole.addWidget(self._sum)
        whole.addStretch(1)

    def show_papers(self, papers: Sequence[Paper], ids: Sequence[int]) -> None:
        self._ids = ids
        self.notice.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for paper in papers[:SHOWN]:
            self._rows.addWidget(_Row(self._look, paper))
        more = len(ids) - min(len(papers), SHOWN)
        said = [f"And {more:,} more."] if more else []
        if not more:
            common = set.intersection(*(set(paper.tags) for paper in papers)) if papers else set()
            said.append(f"Common tags: {', '.join(sorted(common)) or 'none'}.")
            placed = sum(1 for paper in papers if paper.issues)
            said.append(
                "None of them is in an issue."
                if not placed
                else f"{placed} of them {'is' if placed == 1 else 'are'} in an issue."
            )
        self._sum.setText(" ".join(said))

    def _choose(self) -> None:
        menu = QMenu(self.status)
        menu.setObjectName("manyStatusMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for status in statusmark.CHOICES:
            action = QAction(statusmark.icon(self._look.theme, status), statusmark.words(status), menu)
            action.triggered.connect(lambda _=False, status=status: self._decide(status))
            menu.addAction(action)
        menu.popup(self.status.mapToGlobal(QPoint(0, self.status.height())))

    def _decide(self, status: Status) -> None:
        ids = tuple(self._ids)
        if not ids:
            return

        def job(edit: "Edit") -> None:
            edit.papers.decide(ids, status)

        label = f"{decision(status)} {len(ids):,} papers" if len(ids) > 1 else decision(status)
        self._history.edit(label, job, failed=self.notice.fail)


class _Row(QWidget):
    """A paper in the list: its title, and what tells it from others."""

    def __init__(self, look: Look, paper: Paper) -> None:
        super().__init__()
        u = look.theme.u
        title = label(look, paper.title, weight=600, wrap=True)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        names = ", ".join(name.split()[-1] for name in paper.authors[:3] if name.split())
        more = f" +{len(paper.authors) - 3}" if len(paper.authors) > 3 else ""
        said = [names + more, paper.categories[0] if paper.categories else "", said_date(paper.published)]
        said += [statusmark.words(paper.status).lower(), "starred" if paper.starred else ""]
        about = label(look, " · ".join(one for one in said if one), tone="dim", scale=0.92, wrap=True)
        about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, u(10), 0, 0)
        whole.setSpacing(u(3))
        whole.addWidget(title)
        whole.addWidget(about)
        whole.addSpacing(u(8))
        whole.addWidget(line())
