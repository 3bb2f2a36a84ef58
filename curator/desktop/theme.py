"""Light and dark: tokens to palette, style sheet, fonts and icons; every length from the font.

Imported before the first paint, and so without the namespace Qt: to make all its enums takes a sixth of the time until then.

The tokens and what they are for are those of the design's page on looks; contrast is held by a test of every pair (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from curator import assets
from curator.desktop.stylesheet import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

TOKENS: dict[str, tuple[str, str]] = {
    "ground": ("#f4f4f6", "#17181b"),
    "pane": ("#ffffff", "#1e1f23"),
    "field": ("#fbfbfc", "#232429"),
    "chosen": ("#e6ecfb", "#2a3354"),
    "idle": ("#ebebef", "#303239"),
    "chip": ("#efeff2", "#2b2d33"),
    "mark": ("#fff0ad", "#4d400c"),
    "line": ("#e2e2e7", "#33353c"),
    "edge": ("#7e818d", "#8b8e9a"),
    "text": ("#1c1d22", "#e8e8ec"),
    "dim": ("#54565f", "#b4b7c2"),
    "faint": ("#61636e", "#a9acb7"),
    "accent": ("#3454c4", "#9fb2ff"),
    "good": ("#22704a", "#74c795"),
    "warn": ("#7d5200", "#e3b65c"),
    "bad": ("#b3261e", "#f59a90"),
    "on_accent": ("#ffffff", "#10131f"),
}
MODES = ("system", "light", "dark")
SMALLEST, LARGEST = 0.6, 2.4


class Theme:
    """One set of colours and one size of font. Colours are tokens; `u(n)` is n pixels where the font has 13.

    `writing` is the editor's own factor for the text of fields, 1.0 as designed.
    """

    ground: QColor
    pane: QColor
    field: QColor
    chosen: QColor
    idle: QColor
    chip: QColor
    mark: QColor
    line: QColor
    edge: QColor
    text: QColor
    dim: QColor
    faint: QColor
    accent: QColor
    good: QColor
    warn: QColor
    bad: QColor
    on_accent: QColor

    def __init__(self, dark: bool, font: QFont, writing: float = 1.0) -> None:
        self.dark = dark
        self.writing = writing
        self.base = font
        self.px = pixels(font)
        for name, pair in TOKENS.items():
            setattr(self, name, QColor(pair[dark]))

    def u(self, n: float) -> int:
        """A length in pixels: n at a font of 13 px."""
        return round(n * self.px / 13)

    def font(self, scale: float = 1.0, weight: int = 400, mono: bool = False, tabular: bool = False) -> QFont:
        """The interface font. `scale` is relative to the system's size, `weight` 400 or 600, `tabular` for digits in columns."""
        font = QFont(self.base)
        if mono:
            font.setFamilies(["SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "monospace"])
            font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(round(self.px * scale))
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def field_font(self) -> QFont:
        """The font of the fields one writes in."""
        return self.font(1.08 * self.writing)

    def field_line(self) -> int:
        """The height of a line in such a field, in pixels."""
        return round(self.field_font().pixelSize() * 1.57)

    def colour(self, token: str) -> QColor:
        """The colour of a token by its name."""
        if token not in TOKENS:
            raise KeyError(token)
        found: QColor = getattr(self, token)
        return found

    def palette(self) -> QPalette:
        """For the application: every role in every group, so that no colour of the platform's shows through."""
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for colour, roles in (
            (self.ground, (role.Window, role.AlternateBase)),
            (self.pane, (role.Base, role.Button, role.ToolTipBase)),
            (self.text, (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.ToolTipText)),
            (self.faint, (role.PlaceholderText,)),
            (self.chosen, (role.Highlight,)),
            (self.accent, (role.Accent, role.Link, role.LinkVisited)),
            (self.bad, (role.BrightText,)),
            (self.line, (role.Light, role.Midlight)),
            (self.edge, (role.Mid, role.Dark, role.Shadow)),
        ):
            for one in roles:
                palette.setColor(one, colour)
        for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(group.Disabled, one, self.faint)
        palette.setColor(group.Disabled, role.Base, self.ground)
        palette.setColor(group.Inactive, role.Highlight, self.idle)
        palette.setColor(group.Disabled, role.Highlight, self.idle)
        return palette

    def style_sheet(self) -> str:
        """The one style sheet of the application."""
        return style_sheet({name: self.colour(name).name() for name in TOKENS}, self.u)

    def pixmap(self, icon: str, token: str = "dim", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """An icon in the colour of a token. `size` is in units (as for `u`), `ratio` the screen's pixel ratio."""
        return _pixmap(icon, self.colour(token).name(), self.u(size), ratio)

    def icon(self, name: str, token: str = "dim", size: int = 16) -> "QIcon":
        """An icon for a button, at one and two pixels a point. Made anew when the theme changes: hear `Look.changed`."""
        from PySide6.QtGui import QIcon  # its enums: nothing of the first paint needs it

        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, token, size, ratio))
            icon.addPixmap(self.pixmap(name, "edge", size, ratio), QIcon.Mode.Disabled)
        return icon

    def icon_size(self, size: int = 16) -> QSize:
        """For `setIconSize`: the same size as `icon` painted."""
        return QSize(self.u(size), self.u(size))


class Look(QObject):
    """The theme in force. `changed` carries the new one after palette and style sheet of the application are set.

    Until `lay` is called the application looks as it did: a first paint can do without.
    """

    changed = Signal(object)

    def __init__(self, font: QFont, mode: str = "system", writing: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._font = font
        self._mode = mode if mode in MODES else "system"
        self._writing = writing
        self._is_laid = False
        self._system_is_dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self.theme = self._made()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> str:
        return self._mode

    @property
    def writing(self) -> float:
        """The factor for the text of fields."""
        return self._writing

    def lay(self, font: QFont) -> None:
        """Gives the application its font, colours and style sheet, from now on."""
        self._is_laid = True
        self.set_font(font)

    def set_mode(self, mode: str) -> None:
        """`system`, `light` or `dark`."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        self._renew()

    def set_writing(self, factor: float) -> None:
        """The size of the text in fields, 1.0 as designed; kept within what can be read and used."""
        self._writing = round(min(LARGEST, max(SMALLEST, factor)), 2)
        self._renew()

    def set_font(self, font: QFont) -> None:
        """Another interface font or size: every length follows."""
        self._font = font
        self._renew()

    def _renew(self) -> None:
        self.theme = self._made()
        app = QApplication.instance()
        if self._is_laid and isinstance(app, QApplication):
            app.setFont(self._font)
            app.setPalette(self.theme.palette())
            app.setStyleSheet(self.theme.style_sheet())
        self.changed.emit(self.theme)

    def _made(self) -> Theme:
        return Theme(
            self._mode == "dark" or (self._mode == "system" and self._system_is_dark), self._font, self._writing
        )

    def _system_changed(self) -> None:
        self._system_is_dark = QGuiApplication.styleHints().colorScheme().name == "Dark"
        if self._mode == "system":
            self._renew()


def pixels(font: QFont) -> int:
    """The size of a font in pixels, without looking for its file: that would cost a first paint without letters more than all else."""
    if font.pixelSize() > 0:
        return font.pixelSize()
    screen = QGuiApplication.primaryScreen()
    return round(font.pointSizeF() * (screen.logicalDotsPerInch() if screen else 96) / 72) or 13


@lru_cache(maxsize=64)
def _drawing(icon: str) -> str:
    return assets.path("icons", f"{icon}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _pixmap(icon: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    # Heavy: nothing of the first paint needs them but the icons that are shown.
    from PySide6.QtCore import QByteArray, QRectF
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_drawing(icon).replace("currentColor", colour).encode())).render(
        painter, QRectF(0, 0, pixels, pixels)
    )
    painter.end()
    return pixmap
