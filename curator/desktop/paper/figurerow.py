"""One figure in the strip: small, with its three texts, which unfold to be changed."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.parts import IconButton, button, label, row
from curator.desktop.theme import Look
from curator.domain.papers import Figure

ROOM = (72, 44)
"""Units that a small picture may take."""

TEXTS = {"caption": "Caption", "source": "Source", "alt": "Alt text"}
HINTS = {
    "caption": "What it shows",
    "source": "Hoffmann et al.",
    "alt": "For who can't see it: what one would say on the telephone",
}


class _Thumbnail(QWidget):
    """A small picture on a light ground, in the dark too: figures are drawn for paper."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.image: QImage | None = None
        self.is_missing = False
        self.setFixedSize(look.theme.u(ROOM[0]), look.theme.u(ROOM[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(QColor(Qt.GlobalColor.white) if self.image is not None else theme.field)
        painter.drawRoundedRect(frame, theme.u(4), theme.u(4))
        if self.image is not None:
            shape = QPainterPath()
            shape.addRoundedRect(frame.adjusted(1, 1, -1, -1), theme.u(3), theme.u(3))
            painter.setClipPath(shape)
            size = self.image.size().scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
        elif self.is_missing:
            icon = theme.pixmap("image", "faint", 18, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - theme.u(18)) // 2, (self.height() - theme.u(18)) // 2, icon)
        painter.end()


class FigureRow(QWidget):
    """`kept` carries the texts that were changed, by name."""

    kept = Signal(dict)
    removed = Signal()
    placed = Signal()

    def __init__(self, look: Look, figure: Figure) -> None:
        super().__init__()
        self.setObjectName("figureRow")
        self.src = figure.src
        self._figure = figure
        self._size = QSize()
        u = look.theme.u
        self.thumbnail = _Thumbnail(look)
        self._caption = label(look, wrap=True)
        self._about = label(look, tone="dim", scale=0.92, wrap=True)
        for one in (self._caption, self._about):
            one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.place = button("placeFigure", "Put into the text", self.placed.emit, kind="flat")
        self.place.setToolTip("Where the caret is, or was last")
        self.edit = IconButton(look, "editFigure", "pencil", "Edit caption, source and alt text", self.open)
        self.away = IconButton(look, "removeFigure", "trash-2", "Take it away from this paper", self.removed.emit)
        words = QVBoxLayout()
        words.setSpacing(u(2))
        words.addStretch(1)
        words.addWidget(self._caption)
        words.addWidget(self._about)
        words.addStretch(1)
        across = row(self.thumbnail, space=u(10))
        across.addLayout(words, 1)
        for part in (self.place, self.edit, self.away):
            across.addWidget(part)
        self._inputs: dict[str, QLineEdit] = {}
        self._form = self._made_form(look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(6))
        whole.addLayout(across)
        whole.addWidget(self._form)
        self._form.hide()

    def show_figure(self, figure: Figure, *, is_placed: bool) -> None:
        self._figure = figure
        self._caption.setText(figure.caption or "No caption yet")
        self._caption.setProperty("tone", "" if figure.caption else "faint")
        self._caption.style().polish(self._caption)
        self.setAccessibleName(f"{figure.caption or 'Figure without a caption'}")
        self.place.setVisible(not is_placed)
        self._describe()

    def set_read_only(self, read_only: bool) -> None:
        self.edit.setVisible(not read_only)
        self.away.setVisible(not read_only)
        if read_only:
            self.place.hide()

    def show_picture(self, image: QImage | None, size: QSize) -> None:
        self.thumbnail.image, self.thumbnail.is_missing = image, image is None
        self._size = size
        self.thumbnail.update()
        self._describe()

    def open(self) -> None:
        """Unfolds the three texts."""
        for name, made in self._inputs.items():
            made.setText(getattr(self._figure, name) or "")
        self._form.show()
        first = next((made for made in self._inputs.values() if not made.text()), self._inputs["caption"])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Sends what was changed, and folds."""
        changed = {
            name: made.text().strip() or None
            for name, made in self._inputs.items()
            if made.text().strip() != (getattr(self._figure, name) or "")
        }
        self.close_form()
        if changed:
            self.kept.emit(changed)

    def close_form(self) -> None:
        had = self._form.isAncestorOf(self.focusWidget() or self)
        self._form.hide()
        if had:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.close_form()
            event.accept()
            return True
        return False

    def _describe(self) -> None:
        figure = self._figure
        parts = [f"Source: {figure.source}" if figure.source else "no source"]
        parts.append("has alt text" if figure.alt else "no alt text")
        if self._size.isValid() and not self._size.isEmpty():
            parts.append(f"{self._size.width():,} × {self._size.height():,}")
        self._about.setText(" · ".join(parts))
        self._about.setToolTip(figure.alt or "")

    def _made_form(self, look: Look) -> QWidget:
        u = look.theme.u
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, u(4))
        grid.setHorizontalSpacing(u(10))
        grid.setVerticalSpacing(u(6))
        for line, (name, words) in enumerate(TEXTS.items()):
            made = QLineEdit()
            made.setObjectName(f"figure{name.capitalize()}")
            made.setAccessibleName(words)
            made.setPlaceholderText(HINTS[name])
            made.returnPressed.connect(self.keep)
            made.installEventFilter(self)
            self._inputs[name] = made
            grid.addWidget(label(look, words, tone="dim", scale=0.92), line, 0)
            grid.addWidget(made, line, 1)
        grid.addLayout(
            row(
                button("keepFigure", "Keep", self.keep),
                button("leaveFigure", "Cancel", self.close_form, kind="flat"),
                None,
                space=u(6),
            ),
            len(TEXTS),
            1,
        )
        grid.setColumnStretch(1, 1)
        return form
