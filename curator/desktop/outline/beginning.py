"""What an outline without a row says: how to begin. It lies over the view, which takes the drops."""

from PySide6.QtCore import QEvent, QObject

from curator.desktop.actions import Actions
from curator.desktop.messages import EmptyState
from curator.desktop.outline.view import OutlineView
from curator.desktop.theme import Look

TITLE = "Drop papers here, or begin with a section"
WORDS = "Web addresses may be dropped too: they become links."


class Beginning(EmptyState):
    """Shown by `show_for`; as large as the view."""

    def __init__(self, look: Look, view: OutlineView, actions: Actions) -> None:
        super().__init__(look, "", name="emptyOutline")
        self._actions, self._port = actions, view.viewport()
        self.setParent(self._port)
        self.hide()
        self._port.installEventFilter(self)

    def show_for(self, *, empty: bool, can_write: bool) -> None:
        """`empty`: the issue has no row. Where nothing can be changed it says so alone."""
        if empty and can_write:
            run = {name: self._actions[name].trigger for name in ("add-section", "add-text")}
            self.say(TITLE, WORDS, ("Add section…", run["add-section"]), ("Add text…", run["add-text"]))
        elif empty:
            self.say("Nothing stands in this issue")
        self.setGeometry(self._port.rect())
        self.setVisible(empty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._port.rect())
        return False
