"""The one style sheet of the window: how each kind of widget looks, said in tokens and units.

Widgets say what they are by two properties. `kind`: filled, box (a button's default), flat, link, chip, pane, ground, head, foot, card, bar,
edit. `tone`: dim, faint, accent, good, warn, bad. Nothing is said of items of views: their delegates paint them.
"""

import re
from collections.abc import Callable, Mapping

_RULES = """
QSplitter::handle { background: @line; }
QMenuBar { background: @ground; border: 0; border-bottom: 1px solid @line; padding: @2px @6px; }
QMenuBar::item { padding: @3px @8px; border-radius: @4px; background: transparent; }
QMenuBar::item:selected { background: @idle; }
QMenu { background: @pane; border: 1px solid @edge; padding: @4px; }
QMenu::item { padding: @4px @24px @4px @24px; border-radius: @4px; }
QMenu::item:selected { background: @chosen; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: @4px 0; }
QMenu::indicator { width: @14px; height: @14px; margin-left: @6px; }
QAbstractScrollArea { border: 0; background: transparent; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: @9px; }
QScrollBar:horizontal { height: @9px; }
QScrollBar::handle { background: @edge; border-radius: @3px; margin: @2px; min-height: @28px; min-width: @28px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLineEdit, QComboBox, QDateEdit, QSpinBox, QPlainTextEdit, QTextEdit[kind="edit"] {
    background: @field; border: 1px solid @edge; border-radius: @6px; padding: @5px @8px; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit[kind="edit"]:focus {
    border: 2px solid @accent; padding: @5-px @8-px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: @faint; border-color: @line; }
QLineEdit#sectionName { padding: 0 @5px; }
QLineEdit#sectionName:focus { padding: 0 @5-px; }
QLineEdit[kind="flat"] { border: 0; background: transparent; padding: 0; }
QComboBox::drop-down { border: 0; width: @24px; }
QComboBox { padding: @5px @10px; }
QComboBox:focus { padding: @5-px @10-px; }
QComboBox::down-arrow, QHeaderView::down-arrow { width: @9px; height: @6px; background: @down; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: @pane; border: 1px solid @edge; outline: 0; }
QComboBox QAbstractItemView::item { padding: @4px @9px; border: 0; }
QComboBox QAbstractItemView::item:selected { background: @chosen; color: @text; }
QTextEdit#whyEditor, QTextEdit#insightsEditor {
    background: @field; border: 1px solid @soft; border-radius: @6px; padding: @5px @13px @9px @13px; }
QTextEdit#whyEditor:focus, QTextEdit#insightsEditor:focus { border: 2px solid @accent; padding: @5-px @13-px @9-px @13-px; }
QPushButton, QToolButton { border: 1px solid @edge; border-radius: @6px; padding: @4px @9px; background: @pane; color: @text; }
QPushButton:hover, QToolButton:hover { background: @idle; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: @chosen; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: @4-px @9-px; }
QPushButton:disabled, QToolButton:disabled { color: @faint; border-color: @line; background: @pane; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QPushButton#exportButton, *[kind="filled"] {
    background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600; padding: @5px @12px; }
QPushButton#exportButton:hover, *[kind="filled"]:hover { background: @accent; }
QPushButton#exportButton:focus, *[kind="filled"]:focus { border: 2px solid @text; padding: @5-px @12-px; }
QPushButton#exportButton:disabled, *[kind="filled"]:disabled {
    background: @pane; color: @faint; border-color: @line; font-weight: 400; }
QPushButton[kind="flat"], QToolButton[kind="flat"] { border: 1px solid transparent; background: transparent; padding: @4px @6px; }
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover { background: @idle; }
QPushButton[kind="flat"]:checked, QToolButton[kind="flat"]:checked { background: @chosen; color: @accent; }
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus { border: 2px solid @accent; padding: @4-px @6-px; }
QPushButton[kind="flat"]:disabled, QToolButton[kind="flat"]:disabled { color: @faint; background: transparent; }
QPushButton[kind="link"], QToolButton[kind="link"] {
    border: 1px solid transparent; border-radius: @4px; background: transparent; color: @accent; padding: 0 @2px; text-decoration: underline; }
QPushButton[kind="link"]:hover, QToolButton[kind="link"]:hover { background: @idle; }
QPushButton[kind="link"]:focus, QToolButton[kind="link"]:focus { border: 2px solid @accent; padding: 0 @2-px; }
QPushButton[kind="link"]:disabled, QToolButton[kind="link"]:disabled { color: @faint; text-decoration: none; }
QPushButton[kind="chip"], QToolButton[kind="chip"], QLabel[kind="chip"] {
    border: 1px solid transparent; border-radius: @4px; background: @chip; color: @dim; padding: @2px @6px; }
QPushButton[kind="chip"]:hover, QToolButton[kind="chip"]:hover { background: @idle; }
QPushButton[kind="chip"]:focus, QToolButton[kind="chip"]:focus { border: 2px solid @accent; padding: @2-px @6-px; }
QToolButton[tone="dim"] { color: @dim; }
QPushButton[tone="bad"] { color: @bad; border-color: @bad; }
QHeaderView { background: @ground; border: 0; }
QHeaderView::section { background: @ground; color: @dim; border: 0; border-right: 1px solid @line; border-bottom: 1px solid @line; padding: @4px @8px; }
QHeaderView::up-arrow { width: @9px; height: @6px; background: @up; }
QFileDialog { min-width: @760px; min-height: @480px; }
QFileDialog QSplitter::handle { background: transparent; }
QFileDialog QTreeView, QFileDialog QListView { background: @field; border: 1px solid @edge; border-radius: @6px; }
QCheckBox, QRadioButton { spacing: @6px; border: 2px solid transparent; border-radius: @4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent; }
QCheckBox::indicator, QRadioButton::indicator { width: @13px; height: @13px; border: 2px solid @edge; background: @field; }
QCheckBox::indicator { border-radius: @4px; }
QRadioButton::indicator { border-radius: @8px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { width: @7px; height: @7px; border: @5px solid @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; }
QLabel[tone="dim"] { color: @dim; }
QLabel[tone="faint"] { color: @faint; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="bad"] { color: @bad; }
QWidget[kind="pane"] { background: @pane; }
QWidget[kind="ground"] { background: @ground; }
QWidget[kind="head"] { background: transparent; border-bottom: 1px solid @line; }
QWidget[kind="foot"] { background: transparent; border-top: 1px solid @line; }
QWidget[kind="bar"] { background: @ground; border-top: 1px solid @line; }
QWidget[kind="line"] { background: @line; }
QWidget[kind="card"] { background: @pane; border: 1px solid @edge; border-radius: @6px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent; padding: @6px @10px; color: @dim; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @accent; }
QProgressBar { background: @line; border: 0; border-radius: @2px; }
QProgressBar::chunk { background: @accent; border-radius: @2px; }
QToolTip { background: @pane; color: @text; border: 1px solid @edge; padding: @4px; }
QDialog { background: @pane; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
"""

# An arrow without a picture in a file: the part of a cone that looks from the middle of one side of its box at the corners of the other.
_ARROW = (
    "qconicalgradient(cx:0.5, cy:{0}, angle:{1}, stop:0 {2}, stop:0.068 {2}, stop:0.078 transparent,"
    " stop:0.922 transparent, stop:0.932 {2}, stop:1 {2})"
)


def style_sheet(colours: Mapping[str, str], u: Callable[[float], int]) -> str:
    """The rules with every token (`@accent`) and every length (`@6`, in units) filled in. `@6-` is one pixel less: a ring of two keeps its place."""

    # Where a label and a text say what a box is, its edge may be soft.
    known = {**colours, "soft": f"#99{colours['edge'].removeprefix('#')}"}
    known |= {"down": _ARROW.format(1, 90, colours["dim"]), "up": _ARROW.format(0, 270, colours["dim"])}

    def filled(match: re.Match[str]) -> str:
        name, less = match.groups()
        return str(max(0, u(int(name)) - len(less))) if name.isdigit() else known[name]

    return re.sub(r"@([a-z_]+|\d+)(-?)", filled, _RULES)
