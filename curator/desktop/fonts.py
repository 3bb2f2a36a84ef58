"""The interface font: the system's, or the bundled Inter at 13 pixels where the system has none."""

from PySide6.QtGui import QFont, QFontDatabase

from curator import assets

FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Italic.ttf", "Inter-SemiBoldItalic.ttf")
PIXELS = 13


def interface_font() -> QFont:
    """Needs a QApplication. Offscreen and on bare X the system names a family that is not there: then Inter."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QFontDatabase.hasFamily(system.family()):
        return system
    if not QFontDatabase.hasFamily("Inter"):
        for name in FILES:
            QFontDatabase.addApplicationFont(str(assets.path("fonts", name)))
    font = QFont("Inter")
    font.setPixelSize(PIXELS)
    return font
