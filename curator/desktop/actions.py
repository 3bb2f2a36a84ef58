"""Every action once: menus, shortcuts, the palette and the sheet of shortcuts read this list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

MENUS = ("File", "Edit", "Paper", "Issue", "View", "Tools", "Help")


@dataclass(frozen=True, slots=True)
class Declared:
    """An action. `keys` are its shortcuts, the first one is shown. `scope`: "" in the whole window, else the pane in which the keys count
    (`inbox`, `outline`): a letter must not fire while one types elsewhere (WCAG 2.2, 2.1.4); `focus`: the keys are those of whatever has the
    focus, and are only shown. `check`: "" no state, "own" on or off, else the
    name of a group of which one is on. `gap`: a line stands before it in the menu."""

    name: str
    text: str
    keys: tuple[str, ...]
    menu: str
    icon: str
    hint: str
    scope: str = ""
    check: str = ""
    gap: bool = False


DECLARED: tuple[Declared, ...] = (
    Declared("new-library", "New library…", (), "File", "file-plus", "Make an empty library in a file of its own"),
    Declared(
        "open-library", "Open library…", ("Ctrl+O",), "File", "folder-open", "Open another library in this window"
    ),
    Declared(
        "restore",
        "Restore…",
        (),
        "File",
        "clock",
        "What backups there are, what each holds, and what it would bring back",
    ),
    Declared(
        "add-papers",
        "Add papers…",
        ("Ctrl+N",),
        "File",
        "plus",
        "Paste ids, DOIs, addresses or any text, or choose a file",
        gap=True,
    ),
    Declared(
        "import-issue",
        "Import an issue…",
        (),
        "File",
        "download",
        "Read an issue from a Markdown file into this library",
    ),
    Declared("export", "Export…", ("Ctrl+E",), "File", "send", "Make a page or Markdown of the issue", gap=True),
    Declared(
        "copy-rich",
        "Copy issue as rich text",
        ("Ctrl+Shift+C",),
        "File",
        "copy",
        "Put the issue on the clipboard, formatted",
    ),
    Declared(
        "copy-markdown", "Copy issue as Markdown", (), "File", "copy", "Put the issue on the clipboard as Markdown"
    ),
    Declared("quit", "Quit", ("Ctrl+Q",), "File", "log-out", "Save and close the window", gap=True),
    Declared("undo", "Undo", ("Ctrl+Z",), "Edit", "undo-2", "Take back what was done last"),
    Declared("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "redo-2", "Do again what was taken back"),
    Declared(
        "history",
        "History…",
        ("Ctrl+Shift+H",),
        "Edit",
        "clock",
        "Every step of this library, to be taken back or done again",
    ),
    Declared(
        "take-back", "Take back what came in…", (), "Edit", "inbox", "An add or import of a hundred papers and more"
    ),
    Declared("trash", "Trash…", (), "Edit", "trash-2", "What was removed in the last 30 days, and a way back for it"),
    Declared("cut", "Cut", ("Ctrl+X",), "Edit", "scissors", "Take what is chosen to the clipboard", "focus", gap=True),
    Declared("copy", "Copy", ("Ctrl+C",), "Edit", "copy", "Put what is chosen on the clipboard", "focus"),
    Declared("paste", "Paste", ("Ctrl+V",), "Edit", "clipboard-paste", "Put in what is on the clipboard", "focus"),
    Declared(
        "select-all", "Select all", ("Ctrl+A",), "Edit", "text-select", "The whole text, or the whole list", "focus"
    ),
    Declared(
        "find",
        "Find",
        ("Ctrl+F",),
        "Edit",
        "search",
        "Find in the field one writes in, else among the papers",
        gap=True,
    ),
    Declared("search", "Search papers", ("Ctrl+L",), "Edit", "search", "Go to the search field"),
    Declared(
        "new-paper", "New paper…", ("Ctrl+Shift+N",), "Paper", "file-plus", "Make a paper by hand, without a source"
    ),
    Declared(
        "next",
        "Next paper",
        ("J", "Alt+PgDown"),
        "Paper",
        "arrow-down",
        "Go to the next paper of the list",
        "inbox",
        gap=True,
    ),
    Declared("previous", "Previous paper", ("K", "Alt+PgUp"), "Paper", "arrow-up", "Go to the paper before", "inbox"),
    Declared("shortlist", "Shortlist", ("S",), "Paper", "bookmark", "Keep it for later, and go on", "inbox", gap=True),
    Declared("dismiss", "Dismiss", ("D", "E", "Del"), "Paper", "archive", "Put it aside, and go on", "inbox"),
    Declared("ready", "Mark as ready", ("R",), "Paper", "circle-check", "The write-up is done", "inbox"),
    Declared("inbox-again", "Back to the inbox", ("I",), "Paper", "inbox", "Decide about it again", "inbox"),
    Declared("star", "Star", ("F",), "Paper", "star", "Give it a star, or take it away", "inbox"),
    Declared("tag", "Tag…", ("Ctrl+T",), "Paper", "tag", "Add a tag, or take one away"),
    Declared(
        "add-to-issue",
        "Add to issue…",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Paper",
        "file-text",
        "Put it into a section of the issue",
    ),
    Declared(
        "edit-details",
        "Edit title and authors…",
        ("F2",),
        "Paper",
        "pencil",
        "Type over what was fetched: title, authors, date, address",
        "inbox",
    ),
    Declared(
        "versions",
        "Versions of this text…",
        ("F9",),
        "Paper",
        "clock",
        "What the text was before, what is different, and a way back to it",
    ),
    Declared(
        "open-abstract",
        "Open its page",
        ("Ctrl+Shift+A",),
        "Paper",
        "external-link",
        "Open the abstract's page in the browser",
        gap=True,
    ),
    Declared("open-pdf", "Open the PDF", ("Ctrl+Shift+O",), "Paper", "file", "Open the PDF in the browser"),
    Declared(
        "copy-citation",
        "Copy its citation",
        ("Ctrl+Shift+K",),
        "Paper",
        "quote",
        "Put its key on the clipboard, as it is typed in a text",
    ),
    Declared(
        "merge-papers",
        "Make one paper of two…",
        (),
        "Paper",
        "between-horizontal-start",
        "The two that are chosen are one work",
        gap=True,
    ),
    Declared("part-paper", "Part again…", (), "Paper", "between-horizontal-start", "Two papers that were made one"),
    Declared(
        "remove-papers",
        "Remove from the library",
        ("Shift+Del",),
        "Paper",
        "trash-2",
        "Put it into the trash, with all that is written about it",
        "inbox",
    ),
    Declared("new-issue", "New issue…", ("Ctrl+Shift+I",), "Issue", "newspaper", "Begin an issue"),
    Declared("edit-issue", "Edit issue…", (), "Issue", "settings-2", "Title, edition, date, lead, cover, bylines"),
    Declared("publish-issue", "Mark as published…", (), "Issue", "send", "Its papers become published too"),
    Declared("remove-issue", "Remove issue…", (), "Issue", "trash-2", "Its papers and what you wrote about them stay"),
    Declared(
        "add-section", "Add section…", ("Ctrl+Shift+S",), "Issue", "heading", "Begin a section at the end", gap=True
    ),
    Declared("add-text", "Add text…", ("Ctrl+Shift+T",), "Issue", "text-align-start", "A block of words of your own"),
    Declared("add-link", "Add link…", ("Ctrl+Shift+L",), "Issue", "link", "A title, an address, a line about it"),
    Declared(
        "add-mention",
        "Add mention…",
        ("Ctrl+Shift+M",),
        "Issue",
        "corner-down-right",
        "A work that is named without a write-up",
    ),
    Declared(
        "edit-entry", "Rename or edit", ("F2",), "Issue", "pencil", "Change the section or entry", "outline", gap=True
    ),
    Declared(
        "remove-entry",
        "Remove from issue",
        ("Del",),
        "Issue",
        "trash-2",
        "Take it out of the issue; its text stays",
        "outline",
    ),
    Declared("move-up", "Move up", ("Alt+Up",), "Issue", "arrow-up", "One place up", "outline"),
    Declared("move-down", "Move down", ("Alt+Down",), "Issue", "arrow-down", "One place down", "outline"),
    Declared(
        "move-to-section",
        "Move to section…",
        ("Ctrl+M",),
        "Issue",
        "move-right",
        "Into another section, at its end",
        "outline",
    ),
    Declared("show-rail", "Rail", ("Ctrl+1",), "View", "panel-left", "Show or hide the rail", check="own"),
    Declared("show-inbox", "List", ("Ctrl+2",), "View", "list", "Show or hide the list of papers", check="own"),
    Declared("show-outline", "Outline", ("Ctrl+3",), "View", "panel-right", "Show or hide the outline", check="own"),
    Declared("preview", "Preview", ("F5",), "View", "eye", "Show the page as it will be"),
    Declared("next-pane", "Next pane", ("F6",), "View", "arrow-down", "Go to the pane at the right", gap=True),
    Declared("previous-pane", "Previous pane", ("Shift+F6",), "View", "arrow-up", "Go to the pane at the left"),
    Declared(
        "text-larger", "Larger text", ("Ctrl++", "Ctrl+="), "View", "a-arrow-up", "The text in the fields", gap=True
    ),
    Declared("text-smaller", "Smaller text", ("Ctrl+-",), "View", "a-arrow-down", "The text in the fields"),
    Declared(
        "text-normal", "Normal text", ("Ctrl+0",), "View", "text-align-start", "The text in the fields as designed"
    ),
    Declared(
        "theme-system",
        "As the system",
        (),
        "View",
        "monitor",
        "Light or dark as the system says",
        check="theme",
        gap=True,
    ),
    Declared("theme-light", "Light", (), "View", "sun", "A light window", check="theme"),
    Declared("theme-dark", "Dark", (), "View", "moon", "A dark window", check="theme"),
    Declared(
        "palette", "All commands…", ("Ctrl+Shift+P",), "Tools", "command", "Commands, papers and issues in one list"
    ),
    Declared(
        "find-on-arxiv",
        "Search arXiv…",
        ("Ctrl+Shift+F",),
        "Tools",
        "search",
        "Look for papers on arXiv and take some",
        gap=True,
    ),
    Declared(
        "fetch-waiting",
        "Fetch what waits",
        (),
        "Tools",
        "refresh-cw",
        "Complete the papers of which only the id is known",
    ),
    Declared(
        "cancel-running",
        "Cancel what is running",
        ("Ctrl+.",),
        "Tools",
        "x",
        "Stop what the status bar shows: a fetch, an import, a search",
    ),
    Declared("shortcuts", "Shortcuts", ("F1",), "Help", "keyboard", "Every key in one sheet"),
    Declared(
        "crash-report",
        "Report of a crash…",
        (),
        "Help",
        "triangle-alert",
        "What Curator noted when something went wrong inside it",
    ),
    Declared("about", "About Curator", (), "Help", "info", "Version and licences"),
)
OBJECT_NAMES = {"undo": "undoAction", "redo": "redoAction"}


class Actions(QObject):
    """The QActions of one window. `changed` carries the name of an action that became possible or impossible, or has another text."""

    changed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._made = {declared.name: self._make(declared, window) for declared in DECLARED}
        self._reasons: dict[str, str] = {}
        group = QActionGroup(self)
        for declared in DECLARED:
            if declared.check == "theme":
                group.addAction(self._made[declared.name])

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Calls `slot` without arguments when the action is run."""
        self._made[name].triggered.connect(lambda checked=False: slot())

    def set_enabled(self, name: str, enabled: bool, reason: str = "") -> None:
        """Whether it can be done now; `reason` says why not, and is shown by the palette and the status bar."""
        action = self._made[name]
        told = "" if enabled else reason
        if action.isEnabled() == enabled and self.reason(name) == told:
            return
        action.setEnabled(enabled)
        self._reasons[name] = told
        action.setStatusTip(told or declaration(name).hint)
        self.changed.emit(name)

    def set_text(self, name: str, text: str | None = None) -> None:
        """Another text, for instance with what would be taken back; None: as declared."""
        self._made[name].setText(text or declaration(name).text)
        self.changed.emit(name)

    def reason(self, name: str) -> str:
        """Why it can't be done now; "" where it can, or nobody said."""
        return self._reasons.get(name, "")

    def give(self, widget: QWidget, scope: str) -> None:
        """Lets the keys of a scope count while the focus is in this widget."""
        for declared in DECLARED:
            if declared.scope == scope:
                widget.addAction(self._made[declared.name])

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Makes the menus, by title."""
        menus: dict[str, QMenu] = {}
        for title in MENUS:
            menu = menus[title] = bar.addMenu(f"&{title}")
            menu.setObjectName(f"{title.lower()}Menu")
            for declared in DECLARED:
                if declared.menu == title:
                    if declared.gap:
                        menu.addSeparator()
                    menu.addAction(self._made[declared.name])
        return menus

    def _make(self, declared: Declared, window: QWidget) -> QAction:
        action = QAction(declared.text, window)
        action.setObjectName(OBJECT_NAMES.get(declared.name, f"{_camel(declared.name)}Action"))
        action.setShortcuts([QKeySequence(key) for key in declared.keys])
        action.setStatusTip(declared.hint)
        action.setMenuRole(_role(declared.name))
        action.setCheckable(bool(declared.check))
        if declared.scope == "focus":
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        elif declared.scope:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action


def declaration(name: str) -> Declared:
    """What an action is. KeyError if there is none of this name."""
    return _BY_NAME[name]


_BY_NAME = {one.name: one for one in DECLARED}


def _camel(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(part.capitalize() for part in others)


def _role(name: str) -> QAction.MenuRole:
    """Where the system's menu of macOS wants it."""
    return {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}.get(name, QAction.MenuRole.NoRole)
