"""The window before and around its contents: its place on the screen, its title, and frames where panes will be.

It imports little: between the start and the first paint there is nothing but this and the theme.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMainWindow, QWidget

from curator.desktop.doors import Options
from curator.desktop.kept import Kept
from curator.desktop.sizes import HEAD, MENU, SIZE, SMALLEST, STATUS, designed, layout_of
from curator.desktop.theme import Look


class Shell(QMainWindow):
    """Paints frames until `hold` gives it what it holds. `may_close` is asked when it is to be closed.

    `painted` is sent once, after the first paint.
    """

    painted = Signal()

    def __init__(self, look: Look, kept: Kept, options: Options) -> None:
        super().__init__()
        self.look, self.kept = look, kept
        self._may_close: Callable[[], bool] | None = None
        self._held: QWidget | None = None
        self._is_painted = False
        self.setObjectName("window")
        self.show_title(options.library)
        u = look.theme.u
        geometry = None if options.size or options.screenshot else kept.geometry()
        restored = geometry is not None and self.restoreGeometry(geometry)
        room = self.screen().availableSize()
        self.setMinimumSize(min(u(SMALLEST[0]), room.width()), min(u(SMALLEST[1]), room.height()))
        if options.size or options.screenshot:
            self.resize(*(options.size or (u(SIZE[0]), u(SIZE[1]))))
        elif not restored or self.width() > room.width() or self.height() > room.height():
            wanted = self.size() if restored else QSize(u(SIZE[0]), u(SIZE[1]))
            self.resize(wanted.boundedTo(room))  # with a large font it would be larger than the screen

    def hold(self, held: QWidget, may_close: Callable[[], bool]) -> None:
        """From now on it shows this."""
        self._held, self._may_close = held, may_close
        self.setCentralWidget(held)

    def show_title(self, library: Path) -> None:
        self.setWindowTitle(f"{library.stem} — Curator")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close is not None and not self._may_close():
            event.ignore()
        else:
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._held is None:
            painter = QPainter(self)
            self._paint_frames(painter)
            painter.end()
            if not self._is_painted:
                self._is_painted = True
                QTimer.singleShot(0, self.painted.emit)

    def _paint_frames(self, painter: QPainter) -> None:
        theme, u = self.look.theme, self.look.theme.u
        widths = designed(layout_of(self.width() * 13 / theme.px))
        menu, status = u(MENU), u(STATUS)
        height = self.height() - menu - status
        _fill(painter, self.rect(), theme.ground)
        _fill(painter, QRect(u(widths.rail), menu, self.width() - u(widths.rail), height), theme.pane)
        for across in (u(widths.rail), u(widths.rail) + 1 + u(widths.list), self.width() - u(widths.outline) - 1):
            _fill(painter, QRect(across, menu, 1, height), theme.line)
        for down in (menu - 1, menu + u(HEAD) - 1, menu + height):
            _fill(painter, QRect(0, down, self.width(), 1), theme.line)


def _fill(painter: QPainter, box: QRect, colour: QColor) -> None:
    """As `fillRect`, which would make the namespace Qt with all its enums: a sixth of the time until the first paint."""
    plate = QPixmap(box.size())
    plate.fill(colour)
    painter.drawPixmap(box.topLeft(), plate)
