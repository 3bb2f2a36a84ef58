from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.deck import PLACES, Deck
from curator.desktop.kept import Kept
from curator.desktop.sizes import Layout, layout_of
from curator.desktop.theme import Look


class Pane(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.other = QLineEdit()
        below = QVBoxLayout(self)
        below.addWidget(self.field)
        below.addWidget(self.other)
        self.setFocusProxy(self.field)


@pytest.fixture
def deck(look: Look, tmp_path: Path, qtbot: QtBot) -> Deck:
    return make(look, tmp_path, qtbot)


def make(look: Look, folder: Path, qtbot: QtBot, width: int = 1440) -> Deck:
    deck = Deck(look, Kept(folder))
    deck.panes = {place: Pane(place) for place in PLACES}  # type: ignore[attr-defined]
    for place, pane in deck.panes.items():  # type: ignore[attr-defined]
        deck.put(place, pane)
    qtbot.addWidget(deck)
    deck.resize(width, 800)
    with qtbot.waitActive(deck):
        deck.show()
        deck.activateWindow()
    return deck


def seen(deck: Deck) -> list[str]:
    return [place for place, pane in deck.panes.items() if pane.isVisible()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("width", "layout", "panes"),
    [
        (1440, Layout.WIDE, ["rail", "inbox", "paper", "outline"]),
        (1280, Layout.WIDE, ["rail", "inbox", "paper", "outline"]),
        (1279, Layout.MEDIUM, ["rail", "inbox", "paper", "outline"]),
        (1100, Layout.MEDIUM, ["rail", "inbox", "paper", "outline"]),
        (1024, Layout.NARROW, ["rail", "inbox", "paper"]),
        (799, Layout.SINGLE, ["rail", "inbox"]),
    ],
)
def test_a_width_shows_what_has_room(
    look: Look, tmp_path: Path, qtbot: QtBot, width: int, layout: Layout, panes: list[str]
) -> None:
    deck = make(look, tmp_path, qtbot, width)
    assert (deck.layout_now, seen(deck)) == (layout, panes)
    assert layout_of(width) is layout


def test_widths_are_those_of_the_design(deck: Deck, look: Look) -> None:
    u, panes = look.theme.u, deck.panes  # type: ignore[attr-defined]
    assert abs(panes["rail"].width() - u(184)) <= 2
    assert abs(panes["inbox"].width() - u(372)) <= 2
    assert abs(panes["outline"].width() - u(348)) <= 2
    assert panes["paper"].width() >= u(420)
    deck.resize(1024, 700)
    assert panes["rail"].width() == u(48)
    assert panes["paper"].width() >= u(420)


def test_the_same_width_at_twice_the_font_is_a_window_of_half(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    font = look.theme.font()
    font.setPixelSize(26)
    look.set_font(font)
    assert make(look, tmp_path, qtbot, 1440).layout_now is Layout.SINGLE


def test_f6_goes_round_and_comes_back_to_where_one_was(deck: Deck, qtbot: QtBot) -> None:
    panes = deck.panes  # type: ignore[attr-defined]
    panes["rail"].field.setFocus()
    panes["inbox"].other.setFocus()
    panes["rail"].field.setFocus()
    went = []
    for _ in range(4):
        deck.go(1)
        went.append(deck.place_of(deck.focusWidget() or deck.window().focusWidget()))
    assert went == ["inbox", "paper", "outline", "rail"]
    deck.go(1)
    assert panes["inbox"].other.hasFocus()
    deck.go(-1)
    assert panes["rail"].field.hasFocus()


def test_f6_passes_over_a_pane_in_which_nothing_takes_the_focus(deck: Deck, qtbot: QtBot) -> None:
    panes = deck.panes  # type: ignore[attr-defined]
    panes["inbox"].field.setFocus()
    panes["paper"].setEnabled(False)
    deck.go(1)
    assert panes["outline"].field.hasFocus()
    deck.go(-1)
    assert panes["inbox"].field.hasFocus()


def test_a_hidden_pane_stays_hidden_in_the_next_run(deck: Deck, look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(deck.changed):
        deck.set_shown("outline", False)
    assert seen(deck) == ["rail", "inbox", "paper"]
    again = make(look, tmp_path, qtbot)
    assert seen(again) == ["rail", "inbox", "paper"]
    again.show_pane("outline")
    assert "outline" in seen(again)


def test_what_was_set_by_hand_stays_as_set(deck: Deck, look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    panes = deck.panes  # type: ignore[attr-defined]
    before = panes["inbox"].width()
    handle = deck._split.handle(2)
    deck._split.moveSplitter(handle.x() + 60, 2)
    assert panes["inbox"].width() > before + 40
    wider = panes["inbox"].width()
    deck.resize(1024, 700)
    deck.resize(1440, 800)
    assert abs(panes["inbox"].width() - wider) <= 2
    assert abs(make(look, tmp_path, qtbot).panes["inbox"].width() - wider) <= 2  # type: ignore[attr-defined]


def test_the_narrow_outline_opens_over_the_paper_and_closes(deck: Deck, qtbot: QtBot) -> None:
    panes = deck.panes  # type: ignore[attr-defined]
    deck.resize(1024, 700)
    panes["paper"].field.setFocus()
    deck.go(1)
    assert panes["outline"].isVisible() and panes["outline"].field.hasFocus()
    assert panes["outline"].geometry().right() < deck.width() - 40
    edge = deck.findChild(QWidget, "drawerEdge")
    assert edge.isVisible() and edge.geometry().right() == panes["outline"].x() - 1
    qtbot.keyClick(panes["outline"].field, Qt.Key.Key_Escape)
    assert not panes["outline"].isVisible() and not edge.isVisible()
    assert panes["paper"].field.hasFocus()
    deck.toggle_drawer()
    assert panes["outline"].isVisible()
    panes["inbox"].field.setFocus()
    assert not panes["outline"].isVisible()
    deck.resize(1440, 800)
    assert panes["outline"].isVisible()


def test_one_pane_at_a_time_where_there_is_no_room(deck: Deck, qtbot: QtBot) -> None:
    deck.resize(700, 700)
    assert seen(deck) == ["rail", "inbox"]
    deck.focus_pane("outline")
    assert seen(deck) == ["rail", "outline"]
    deck.go(-1)
    assert seen(deck) == ["rail", "paper"]


def test_a_first_start_stands_where_list_and_paper_are(deck: Deck, look: Look, qtbot: QtBot) -> None:
    first = QLineEdit()
    deck.show_first(first)
    assert first.isVisible()
    assert seen(deck) == ["rail", "outline"]
    deck.show_first(None)
    assert seen(deck) == list(PLACES)


def test_a_file_that_can_not_be_read_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_bytes(b"\x00[General\nwidths\\wide=nonsense\nhidden=[1\n\xff")
    kept = Kept(tmp_path)
    assert kept.widths(Layout.WIDE).list == 372
    assert kept.hidden() == frozenset()
    assert kept.selection(tmp_path / "x.curator") == {}


def test_a_page_shares_the_window_with_the_paper(deck: Deck) -> None:
    """The list gives way while one writes beside the page, and comes back with it."""
    deck.panes["inbox"].field.setFocus()  # type: ignore[attr-defined]
    deck.halve(True)
    assert seen(deck) == ["rail", "paper", "outline"]
    paper, issue = (deck.panes[place].width() for place in ("paper", "outline"))  # type: ignore[attr-defined]
    assert abs(paper - issue) <= 4  # two lines of the splitter
    assert deck.place_of(deck.focusWidget()) == "paper"
    deck.go(-1)
    assert deck.place_of(deck.focusWidget()) == "rail"  # the list is not on the way
    deck.halve(False)
    assert seen(deck) == list(PLACES)
    assert deck.is_shown("inbox")


def test_whoever_asks_for_the_list_gets_it_beside_a_page(deck: Deck) -> None:
    for ask in (
        lambda: deck.set_shown("inbox", False),
        lambda: deck.set_shown("inbox", True),
        lambda: deck.focus_pane("inbox"),
    ):
        deck.halve(True)
        ask()
        assert seen(deck) == list(PLACES)
        assert deck.is_shown("inbox")


@pytest.mark.parametrize(
    ("width", "panes"),
    [(1024, ["rail", "paper", "outline"]), (1200, ["rail", "paper", "outline"]), (700, ["rail", "inbox"])],
)
def test_a_page_finds_room_in_a_narrow_window(
    look: Look, tmp_path: Path, qtbot: QtBot, width: int, panes: list[str]
) -> None:
    deck = make(look, tmp_path, qtbot, width)
    before = seen(deck)
    deck.halve(True)
    assert seen(deck) == panes
    deck.resize(width + 40, 800)
    assert seen(deck) == panes
    deck.halve(False)
    assert seen(deck) == before


def test_how_a_page_and_the_paper_share_is_kept(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    deck = make(look, tmp_path, qtbot)
    deck.halve(True)
    split = deck.findChild(QSplitter, "panes")
    assert split is not None
    split.moveSplitter(900, split.indexOf(deck.panes["outline"].parentWidget()))  # type: ignore[attr-defined]
    assert deck.panes["outline"].width() == 1440 - 901  # type: ignore[attr-defined]
    again = make(look, tmp_path, qtbot)
    assert again.panes["outline"].width() == 348  # type: ignore[attr-defined]
    again.halve(True)
    assert abs(again.panes["outline"].width() - 539) <= 2  # type: ignore[attr-defined]


def test_where_there_is_one_pane_at_a_time_there_is_always_one(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    deck = make(look, tmp_path, qtbot, 700)
    deck.set_shown("rail", False)
    assert seen(deck) == ["inbox"]
    deck.set_shown("inbox", False)
    assert seen(deck) == ["paper"]
    deck.set_shown("inbox", True)
    assert seen(deck) == ["inbox"]
    deck.set_shown("outline", False)
    assert seen(deck) == ["outline"] and deck.is_shown("outline")
    deck.set_shown("outline", False)
    assert seen(deck) == ["paper"] and not deck.is_shown("outline")


def test_a_pane_that_was_hidden_in_a_wide_window_leaves_no_gap_in_a_narrow_one(deck: Deck) -> None:
    deck.set_shown("inbox", False)
    deck.set_shown("rail", False)
    deck.resize(700, 800)
    assert seen(deck) == ["paper"]
