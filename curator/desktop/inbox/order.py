"""The order of the list: a quiet button that says it and offers the others."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from curator.desktop.inbox.feed import Order
from curator.desktop.theme import Look, Theme

ORDERS: tuple[tuple[Order, str], ...] = (
    ("issue", "Issue order"),
    ("date", "Newest first"),
    ("oldest", "Oldest first"),
    ("relevance", "Best match"),
    ("title", "By title"),
)


class OrderButton(QToolButton):
    """`ordered` carries the order that was chosen."""

    ordered = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._order: Order = "date"
        self._has_words = self._is_issue = False
        self.setObjectName("sortButton")
        self.setProperty("kind", "flat")
        self.setProperty("tone", "dim")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._offer)
        look.changed.connect(self._lay)
        self._lay(look.theme)
        self.show_order("date", False)

    def show_order(self, order: Order, has_words: bool, is_issue: bool = False) -> None:
        """The order in force. `has_words`: words are looked for, so that some can match better than others. `is_issue`: the list is of one."""
        self._order, self._has_words, self._is_issue = order, has_words, is_issue
        words = dict(ORDERS)[order]
        self.setText(f"{words} ▾")
        self.setAccessibleName(f"Order: {words}")

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("sortMenu")
        for order, words in ORDERS:
            if order == "issue" and not self._is_issue:
                continue
            action = menu.addAction(words)
            action.triggered.connect(lambda checked=False, order=order: self.ordered.emit(order))
            action.setCheckable(True)
            action.setChecked(order == self._order)
            action.setEnabled(order != "relevance" or self._has_words)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _lay(self, theme: Theme) -> None:
        self.setFont(theme.font(0.92))
