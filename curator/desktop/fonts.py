"""The interface font: the system's, or the bundled Inter at 13 pixels where the system has none."""

from PySide6.QtGui import QFont, QFontDatabase

from curator import assets

FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Italic.ttf", "Inter-SemiBoldItalic.ttf")
FAMILY = "Inter"
PIXELS = 13


def interface_font() -> QFont:
    """The font of the interface, its file brought in. Needs a QApplication; costs more than a first paint, which has no letters.

    Offscreen and on bare X the system names a family that is not there: then it is Inter.
    """
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QFontDatabase.hasFamily(system.family()):
        return system
    if not QFontDatabase.hasFamily(FAMILY):
        for name in FILES:
            QFontDatabase.addApplicationFont(str(assets.path("fonts", name)))
    font = QFont(FAMILY)
    font.setPixelSize(PIXELS)
    return font
