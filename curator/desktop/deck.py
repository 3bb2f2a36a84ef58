"""The panes beside each other: how wide each is, which are shown at which width of the window, and the way from pane to pane."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QTabBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from curator.desktop.kept import Kept
from curator.desktop.parts import head, surface
from curator.desktop.ring import places, takes_focus
from curator.desktop.sizes import PAPER_LEAST, STRIP, Layout, Widths, designed, layout_of
from curator.desktop.strip import Strip
from curator.desktop.theme import Look

PLACES = ("rail", "inbox", "paper", "outline")
NAMES = {"rail": "Rail", "inbox": "List", "paper": "Paper", "outline": "Outline"}
LIST_LEAST = 240  # units
RAIL_MOST = 280


class Deck(QWidget):
    """Four places: rail, inbox, paper, outline. `changed`: what is shown is another, by hand or by the window's width.

    In a narrow window the outline is a strip, and its pane a drawer over the paper; in a very narrow one there is one pane at a time.
    """

    changed = Signal()

    def __init__(self, look: Look, kept: Kept) -> None:
        super().__init__()
        self._look, self._kept = look, kept
        self._panes: dict[str, QWidget] = {}
        self._last: dict[str, QWidget] = {}
        self._hidden = kept.hidden()
        self._layout: Layout | None = None
        self._single = "inbox"
        self._first: QWidget | None = None
        self._wants_half = False
        self.narrowed: Callable[[bool], None] | None = None
        self._switch = QTabBar()
        self._switch.setObjectName("paneSwitch")
        self._switch.setAccessibleName("Pane")
        self._switch.setDrawBase(False)
        self._switch.setExpanding(True)
        for place in PLACES[1:]:
            self._switch.addTab(NAMES[place])
        self._switch.currentChanged.connect(lambda at: self.show_pane(PLACES[at + 1]))
        self._split = QSplitter()
        self._split.setObjectName("panes")
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._places = {place: _Place(place) for place in (*PLACES[:3], "first", PLACES[3])}
        for holder in self._places.values():
            self._split.addWidget(holder)
        self._places["first"].hide()
        self._split.setStretchFactor(2, 1)
        self._split.setStretchFactor(3, 1)
        self._split.splitterMoved.connect(self._moved)
        self._strip: QWidget = Strip(look)
        self._edge = surface("line", "drawerEdge")
        self._edge.setParent(self)
        self._edge.hide()
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._switch)
        below.addWidget(self._split, 1)
        for place in PLACES:
            self.put(place, frame(look, place))
        self.put_strip(self._strip)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def layout_now(self) -> Layout:
        return self._layout or Layout.WIDE

    @property
    def is_halved(self) -> bool:
        """Paper and issue share the window, and the list gives way."""
        hidden = self._hidden & {"paper", "outline"}
        return self._wants_half and not hidden and self._first is None and self._layout is not Layout.SINGLE

    def halve(self, wanted: bool) -> None:
        """Whether the pane of the issue shows a page: to write beside it takes half of the room each."""
        if wanted == self._wants_half:
            return
        in_list = self.place_of(QApplication.focusWidget()) == "inbox"
        self._wants_half = wanted
        if self._layout is not None:
            self._lay(self._layout)
        if in_list and self.is_halved:
            self.focus_pane("paper")

    def put(self, place: str, pane: QWidget) -> None:
        """Puts a pane in its place, instead of what was there."""
        before = self._panes.get(place)
        self._panes[place] = pane
        self._places[place].put(pane)
        if before is not None:
            before.setParent(None)
            before.deleteLater()
        if self._layout is not None:
            self._lay(self._layout)

    def put_strip(self, strip: QWidget) -> None:
        """The outline in 48 units. It has a signal `asked`, sent by a click or a drag that rests on it."""
        before, self._strip = self._strip, strip
        strip.asked.connect(self.toggle_drawer)  # type: ignore[attr-defined]
        self._places["outline"].put_beside(strip)
        strip.setFixedWidth(self._look.theme.u(STRIP))
        if before is not strip:
            before.setParent(None)
            before.deleteLater()
        if self._layout is not None:
            self._lay(self._layout)

    def show_first(self, first: QWidget | None) -> None:
        """Something that stands where list and paper are, as long as there is nothing to list."""
        if first is self._first:
            return
        if self._first is not None:
            self._first.setParent(None)
            self._first.deleteLater()
        self._first = first
        if first is not None:
            self._places["first"].put(first)
        if self._layout is not None:
            self._lay(self._layout)

    def is_shown(self, place: str) -> bool:
        """Whether a person wants it shown; a narrow window may have no room for it."""
        return place not in self._hidden

    def set_shown(self, place: str, shown: bool) -> None:
        if place == "inbox" and self.is_halved:  # it has given way: whoever asks for it gets it back
            self.halve(False)
            return
        if self._layout is Layout.SINGLE and place in PLACES[1:] and place != self._single:
            self._single = place  # one at a time: whoever names another one wants to see it
            shown = True
        hidden = self._hidden - {place} if shown else self._hidden | {place}
        if hidden != self._hidden:
            self._hidden = frozenset(hidden)
            self._kept.keep_hidden(self._hidden)
            self._lay(self.layout_now)
        elif self._layout is Layout.SINGLE:
            self._lay(Layout.SINGLE)

    def show_pane(self, place: str) -> None:
        """Makes sure that a pane is seen: opened as a drawer, or brought to the front where there is one at a time."""
        if place in self._hidden or (place == "inbox" and self.is_halved):
            self.set_shown(place, True)
        if self._layout is Layout.SINGLE and place in PLACES[1:]:
            self._single = place
            self._lay(Layout.SINGLE)
        elif self._has_drawer and place == "outline":
            self._open_drawer()

    def focus_pane(self, place: str) -> bool:
        """Shows a pane and gives it the focus, where it was before. False: nothing in it takes the focus now."""
        self.show_pane(place)
        widget = self._last.get(place)
        if widget is None or not isValid(widget) or not takes_focus(widget):
            widget = _first_focus(self._panes[place])
        if widget is not None:
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return widget is not None

    def go(self, by: int) -> None:
        """To the next pane (1) or the one before (-1), round and round; one in which nothing takes the focus is passed over."""
        ways = [place for place in PLACES if place not in self._hidden and not (place == "inbox" and self.is_halved)]
        if self._first is not None:
            ways = [place for place in ways if place not in ("inbox", "paper")]
        here = self.place_of(QApplication.focusWidget())
        at = ways.index(here) if here in ways else (-1 if by > 0 else 0)
        for step in range(1, len(ways) + 1):
            if self.focus_pane(ways[(at + by * step) % len(ways)]):
                return

    def place_of(self, widget: QWidget | None) -> str | None:
        """The place that a widget stands in."""
        while widget is not None:
            for place, pane in self._panes.items():
                if widget is pane:
                    return place
            widget = widget.parentWidget()
        return None

    def toggle_drawer(self) -> None:
        """Opens the outline over the paper, or closes it."""
        if self._has_drawer and self._panes["outline"].isVisible():
            self._close_drawer()
        else:
            self.focus_pane("outline")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape comes here from the drawer when nothing inside it wanted it."""
        if event.key() == Qt.Key.Key_Escape and self._has_drawer and self._panes["outline"].isVisible():
            self._close_drawer()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        layout = layout_of(self.width() * 13 / self._look.theme.px)
        if layout is not self._layout:
            self._lay(layout)
        elif self._has_drawer:
            self._lay_drawer()
        elif self.is_halved:
            self._lay_widths(layout)

    @property
    def _has_drawer(self) -> bool:
        return self._layout is Layout.NARROW and not self.is_halved

    def _lay(self, layout: Layout) -> None:
        self._layout = layout
        u = self._look.theme.u
        single = layout is Layout.SINGLE
        first = self._first is not None
        if single and not self.is_shown(self._single):
            self._single = "paper"
        self._switch.setVisible(single and not first)
        self._switch.blockSignals(True)
        self._switch.setCurrentIndex(PLACES.index(self._single) - 1)
        self._switch.blockSignals(False)
        halved = self.is_halved
        narrow = layout is not Layout.WIDE or halved
        self._places["rail"].setVisible(self.is_shown("rail"))
        self._places["rail"].setMinimumWidth(u(STRIP) if narrow else u(120))
        self._places["rail"].setMaximumWidth(u(STRIP) if narrow else u(RAIL_MOST))
        self._places["first"].setVisible(first)
        for place in ("inbox", "paper"):
            gives_way = halved and place == "inbox"
            self._places[place].setVisible(
                not first and not gives_way and self.is_shown(place) and (not single or self._single == place)
            )
        self._places["outline"].setVisible(
            self.is_shown("outline") and (not single or (self._single == "outline" and not first))
        )
        self._lay_outline(layout)
        self._lay_widths(layout)
        if self.narrowed is not None:
            self.narrowed(narrow)
        self.changed.emit()

    def _lay_outline(self, layout: Layout) -> None:
        """Its pane stands in its place, or is a drawer of the deck's own, closed."""
        pane, place, u = self._panes["outline"], self._places["outline"], self._look.theme.u
        strip = self._has_drawer
        self._strip.setVisible(strip)
        place.setMinimumWidth(u(STRIP) if strip else 0)
        place.setMaximumWidth(u(STRIP) if strip else 16777215)
        if strip and pane.parentWidget() is not self:
            pane.setParent(self)
            self._hide_drawer()
        elif not strip and pane.parentWidget() is self:
            place.put(pane)
            self._edge.hide()
        if strip:
            self._lay_drawer()

    def _lay_widths(self, layout: Layout) -> None:
        u = self._look.theme.u
        widths = self._kept.widths(layout)
        if self.is_halved:
            rail = u(STRIP) if self.is_shown("rail") else 0
            room = self.width() - rail
            paper = max(u(PAPER_LEAST), room - round(room * self._kept.half()))
            self._split.setSizes([rail, 0, paper, 0, max(0, room - paper)])
            return
        rail, outline = u(widths.rail), u(widths.outline)
        room = self.width() - (rail if self.is_shown("rail") else 0) - (outline if self.is_shown("outline") else 0)
        list_ = max(u(LIST_LEAST), min(u(widths.list), room - u(PAPER_LEAST)))
        paper = max(0, room - list_)
        self._split.setSizes([rail, list_, paper, room, outline])

    def _moved(self, position: int, index: int) -> None:
        """By hand: it stays so at this width of the window."""
        if self._layout is None or self._first is not None or self._layout is Layout.SINGLE:
            return
        if self.is_halved:
            paper, issue = self._places["paper"].width(), self._places["outline"].width()
            self._kept.keep_half(issue / max(1, paper + issue))
            return
        units = 13 / self._look.theme.px
        before, standard = self._kept.widths(self._layout), designed(self._layout)
        rail, list_, outline = (self._places[place] for place in ("rail", "inbox", "outline"))
        self._kept.keep_widths(
            self._layout,
            Widths(
                round(rail.width() * units) if rail.isVisible() and standard.rail != STRIP else before.rail,
                round(list_.width() * units) if list_.isVisible() else before.list,
                round(outline.width() * units) if outline.isVisible() and standard.outline != STRIP else before.outline,
            ),
        )

    def _open_drawer(self) -> None:
        pane = self._panes["outline"]
        self._lay_drawer()
        for part in (self._edge, pane):
            part.show()
            part.raise_()

    def _close_drawer(self) -> None:
        if self._has_drawer:
            inside = self.place_of(QApplication.focusWidget()) == "outline"
            self._hide_drawer()
            if inside:
                self.focus_pane("paper")

    def _hide_drawer(self) -> None:
        self._panes["outline"].hide()
        self._edge.hide()

    def _lay_drawer(self) -> None:
        pane, u = self._panes["outline"], self._look.theme.u
        width = min(u(self._kept.widths(Layout.WIDE).outline), self.width() - u(2 * STRIP))
        top = self._split.y()
        pane.setGeometry(self.width() - u(STRIP) - width, top, width, self.height() - top)
        self._edge.setGeometry(self.width() - u(STRIP) - width - 1, top, 1, self.height() - top)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        place = self.place_of(now)
        if place is not None and now is not None:
            self._last[place] = now
        if self._has_drawer and place not in (None, "outline"):
            self._hide_drawer()


class _Place(QWidget):
    """Where a pane stands; what is put in takes all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Place")
        self._below = QVBoxLayout(self)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(0)

    def put(self, pane: QWidget) -> None:
        self._below.addWidget(pane, 1)
        pane.show()

    def put_beside(self, strip: QWidget) -> None:
        self._below.addWidget(strip, 1)
        strip.hide()


def frame(look: Look, place: str) -> QWidget:
    """A pane that is not made yet: its ground and its head."""
    made = surface("ground" if place == "rail" else "pane", f"{place}Frame")
    below = QVBoxLayout(made)
    below.setContentsMargins(0, 0, 0, 0)
    below.addWidget(head(look))
    below.addStretch(1)
    return made


def _first_focus(pane: QWidget) -> QWidget | None:
    proxy = pane.focusProxy()
    if proxy is not None and proxy.isVisible() and proxy.isEnabled():
        return proxy
    return next((one for one in places(pane) if takes_focus(one)), None)
