"""The way of Tab through the window: in the order in which one reads, whatever was made anew or put elsewhere since."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QWidget


class Ring(QWidget):
    """Holds all of the window. Qt goes in the order in which widgets were made, which is not that of what is made anew."""

    def focusNextPrevChild(self, next: bool) -> bool:
        """Qt asks here from every widget inside, by way of its parents. A widget that hides while it has the focus asks, too."""
        here = QApplication.focusWidget()
        stops = list(places(self))
        if here is None or here not in stops:
            return super().focusNextPrevChild(next)
        at, by = stops.index(here), 1 if next else -1
        for step in range(1, len(stops)):
            stop = stops[(at + by * step) % len(stops)]
            if takes_focus(stop):
                stop.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
                show(stop)
                return True
        return False


def places(whole: QWidget) -> Iterator[QWidget]:
    """Everything inside where Tab may stop, in the order of reading, also what is not seen now."""
    for one in _in_order(whole):
        # Of what is being made at this moment Qt may give another object for the widget.
        if not isinstance(one, QWidget) or one.isWindow():
            continue
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None:
            yield one
        yield from places(one)


def takes_focus(one: QWidget) -> bool:
    """Whether Tab stops at it now."""
    return one.isVisible() and one.isEnabled()


def show(one: QWidget) -> None:
    """Scrolls to what has the focus."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(one)
        above = above.parentWidget()


def _in_order(whole: QWidget) -> list[QWidget]:
    """The parts of a widget as its layout has them; those outside of it follow, from above to below."""
    if isinstance(whole, QSplitter):
        laid = [one for at in range(whole.count()) if (one := whole.widget(at)) is not None]
    else:
        layout = whole.layout()
        laid = [] if layout is None else list(_laid(layout))
    loose = [one for one in whole.children() if isinstance(one, QWidget) and one not in laid]
    return [*laid, *sorted(loose, key=lambda one: (one.y(), one.x()))]


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        inside, part = item.layout(), item.widget()
        if inside is not None:
            yield from _laid(inside)
        elif part is not None:
            yield part
