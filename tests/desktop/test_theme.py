import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QRadioButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.fonts import interface_font
from curator.desktop.theme import TOKENS, Look, Theme

GROUNDS = ("ground", "pane", "field", "chosen", "idle", "chip")
LETTERS = ("text", "dim", "faint", "accent", "good", "warn", "bad")


def luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme(request.param, interface_font())


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("letters", LETTERS)
def test_letters_can_be_read_on_every_ground(theme: Theme, letters: str, ground: str) -> None:
    assert contrast(theme.colour(letters), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_is_seen_on_every_ground(theme: Theme, ground: str) -> None:
    assert contrast(theme.edge, theme.colour(ground)) >= 3.0


def test_what_a_search_matched_can_be_read(theme: Theme) -> None:
    assert contrast(theme.text, theme.mark) >= 4.5


def test_letters_on_a_filled_button_can_be_read(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_every_role_of_the_palette_can_be_read(theme: Theme) -> None:
    palette, role = theme.palette(), QPalette.ColorRole
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for letters, ground in (
            (role.WindowText, role.Window),
            (role.Text, role.Base),
            (role.ButtonText, role.Button),
            (role.HighlightedText, role.Highlight),
            (role.PlaceholderText, role.Base),
            (role.ToolTipText, role.ToolTipBase),
            (role.Link, role.Base),
        ):
            assert contrast(palette.color(group, letters), palette.color(group, ground)) >= 4.5, (group, letters)


def test_a_length_follows_the_font(qapp: QApplication) -> None:
    font = interface_font()
    assert Theme(False, font).u(44) == round(44 * QFontInfo(font).pixelSize() / 13)
    font.setPixelSize(26)
    assert (Theme(False, font).u(44), Theme(False, font).field_line()) == (88, round(round(26 * 1.08) * 1.57))


def test_the_style_sheet_has_no_gap(theme: Theme) -> None:
    assert "@" not in theme.style_sheet()
    named = {theme.colour(name).name() for name in TOKENS}
    used = {
        word.strip(";") for word in theme.style_sheet().split() if word.startswith("#") and len(word.strip(";")) == 7
    }
    assert used <= named


def test_the_mode_changes_palette_and_tells(look: Look, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(look.changed) as heard:
        look.set_mode("dark")
    assert heard.args == [look.theme]
    assert look.theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Base) == look.theme.pane
    look.set_mode("light")
    assert not look.theme.dark


def test_the_text_of_fields_grows_within_bounds(look: Look) -> None:
    normal = look.theme.field_font().pixelSize()
    look.set_writing(look.writing * 1.5)
    assert look.theme.field_font().pixelSize() > normal
    look.set_writing(100)
    assert look.theme.field_font().pixelSize() < normal * 3
    assert look.theme.font().pixelSize() == 13


def test_an_icon_has_the_colour_of_its_token_at_every_pixel_ratio(look: Look) -> None:
    for ratio in (1.0, 2.0):
        image = look.theme.pixmap("star-full", "warn", 16, ratio).toImage()
        assert image.width() == 16 * ratio
        assert image.pixelColor(image.width() // 2, image.height() // 2) == look.theme.warn


def test_letters_are_set_in_two_weights(look: Look) -> None:
    assert [QFontInfo(look.theme.font(1.0, weight)).weight() for weight in (400, 600)] == [400, 600]
    assert QFontInfo(look.theme.font()).family() == "Inter"


def test_no_call_of_qt_loses_a_reference_to_none(qapp: QApplication) -> None:
    """Some versions of PySide6 lose one at each void call; after some thousands of calls Python dies."""
    import sys

    label = QLabel()
    label.setText("x")
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("x")
    assert abs(sys.getrefcount(None) - before) <= 50


def share(widget: QWidget, colour: QColor) -> int:
    """How many pixels of a painted widget have exactly this colour."""
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y).rgb() == colour.rgb() for y in range(image.height()) for x in range(image.width())
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_can_be_chosen_is_painted_from_tokens(mode: str, look: Look, qtbot: QtBot) -> None:
    look.set_mode(mode)
    box, radio, check = QComboBox(), QRadioButton(), QCheckBox()
    table = QTreeWidget()
    for widget in (box, radio, check, table):
        qtbot.addWidget(widget)
    box.resize(look.theme.u(120), box.sizeHint().height())
    assert share(box, look.theme.dim) > 10, "no arrow"
    assert share(radio, look.theme.edge) > 20
    assert share(check, look.theme.edge) > 20
    check.setChecked(True)
    assert share(check, look.theme.accent) > 20
    head = table.header()
    head.resize(200, head.sizeHint().height())
    assert share(head, look.theme.ground) > 0.5 * head.width() * head.height()
    look.set_mode("light")
