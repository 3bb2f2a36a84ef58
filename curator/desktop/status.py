"""The status bar: at the left what was just done, with Undo; at the right what is going on, with Cancel."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QToolButton, QWidget

from curator.desktop.actions import Actions
from curator.desktop.elided import Elided
from curator.desktop.held import Held
from curator.desktop.messages import ICONS, Choice, sentence
from curator.desktop.parts import IconLabel, button, fill, label, set_tone
from curator.desktop.sizes import STATUS
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look

DONE = {
    "Add": "Added", "Begin": "Began", "Change": "Changed", "Choose": "Chose", "Complete": "Completed", "Define": "Defined", "Dismiss": "Dismissed",
    "Edit": "Edited", "Import": "Imported", "Make": "Made", "Mark": "Marked", "Merge": "Merged", "Move": "Moved", "Place": "Placed",
    "Publish": "Published", "Put": "Put", "Remove": "Removed", "Rename": "Renamed", "Set": "Set", "Shortlist": "Shortlisted",
    "Star": "Starred", "Tag": "Tagged", "Take": "Took", "Type": "Typed", "Untag": "Untagged", "Write": "Wrote",
}  # fmt: skip
FLEETING = 8000  # milliseconds after which it is no news that there was nothing to do
Said = tuple[str, str, str, tuple[Choice, ...]]
"""Icon, tone, words and what can be done."""

SHOWN = 1  # tasks with a bar of their own; the others are behind a number


def told(label_of_step: str) -> str:
    """A step's label as what was done: "Dismiss 3 papers" is "Dismissed 3 papers". A verb that is not known stays."""
    verb, _, rest = label_of_step.partition(" ")
    return f"{DONE.get(verb, verb)} {rest}".strip()


class StatusBar(QWidget):
    """One line over the whole width of the window."""

    def __init__(self, look: Look, tasks: Tasks, actions: Actions) -> None:
        super().__init__()
        self._look, self._tasks, self._actions = look, tasks, actions
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "bar")
        u = look.theme.u
        self.setFixedHeight(u(STATUS))
        self._sign = IconLabel(look, "check", "dim", 14)
        self._words = Elided()
        self._words.setFont(look.theme.font(0.92))  # before the style sheet comes: it remembers the font it found
        self._words.setObjectName("statusWords")
        self._choices = QHBoxLayout()
        self._choices.setSpacing(u(6))
        self._before: Said = ("", "dim", "", ())
        self._current: Said = self._before
        self._spent: Said = self._before
        self._hint = False
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(FLEETING)
        self._fading.timeout.connect(self.forget)
        self._task = _TaskView(look, self._stop)
        self._more = QToolButton()
        self._more.setObjectName("moreTasks")
        self._more.setProperty("kind", "link")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        self._count = label(look, tone="dim", scale=0.92)
        self._count.setObjectName("libraryCount")
        across = QHBoxLayout(self)
        across.setContentsMargins(u(14), 0, u(14), 0)
        across.setSpacing(u(8))
        self._held = Held(look)
        self.answers: Callable[[BaseException], bool] = lambda error: False
        """True for an error that is told elsewhere, with a way out."""
        fill(across, self._held, self._sign, self._words)
        across.addLayout(self._choices)
        across.addStretch(1)
        fill(across, self._task, self._more, self._count)
        across.setStretchFactor(self._words, 0)
        self._show_tasks()
        self._show("", "dim", "Ready")
        actions.on("cancel-running", self.cancel)
        for change in (tasks.started, tasks.stepped, tasks.ended):
            change.connect(self._show_tasks)
        tasks.lost.connect(self._lost)
        look.changed.connect(self._resize)
        self._resize()

    @property
    def words(self) -> str:
        """What stands at the left."""
        return self._words.text()

    @property
    def sign(self) -> tuple[str, str]:
        """The picture beside the words, and its tone."""
        return self._current[0], self._current[1]

    @property
    def held(self) -> tuple[str, ...]:
        """What stays until it is answered, the first thing first."""
        return self._held.words

    def hold(self, words: str, *choices: Choice, first: bool = False) -> None:
        """Something that stays beside all that comes and goes, until `let_go`. `first`: before what is held already."""
        self._held.hold(words, choices, first=first)

    def let_go(self, words: str) -> None:
        """It was answered, or is no longer so."""
        self._held.let_go(words)

    def cancel(self) -> None:
        """Stops all that is shown to run."""
        for task in self._shown_tasks():
            self._stop(task)

    def _stop(self, task: Task) -> None:
        """A person had enough of it: what was done of it, and what not, is said."""
        task.cancel()
        self.note(task.stopped(task))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape comes here from what has the focus in the bar."""
        if event.key() == Qt.Key.Key_Escape and self._shown_tasks():
            self.cancel()
        else:
            super().keyPressEvent(event)

    def said(self, words: str, undo: bool = True) -> None:
        """What was just done; with Undo where it can be taken back."""
        self._say(
            "undo-2" if undo else "check", "dim", words, (("Undo", self._actions["undo"].trigger),) if undo else ()
        )

    def stepped(self, step: str, back: bool, about: str = "", *choices: Choice) -> None:
        """A step of the history was done, or taken back; `about` is the title of the paper it is about."""
        words = f"Taken back: {step}" if back else told(step)
        if about:
            words = f"{words}: “{about}”"
        way = "redo" if back else "undo"
        self._say(f"{way}-2", "dim", words, ((way.capitalize(), self._actions[way].trigger), *choices))
        self._spent = self._now()
        self._fading.stop()

    def fleeting(self, words: str) -> None:
        """What is worth a glance: it goes away by itself, and when one goes on."""
        self.note(words)
        self._spent = self._now()
        self._fading.start()

    def came(self, words: str, tone: str = "good") -> None:
        """What came of a piece of work, with no step to take back. `tone`: good, dim (a note), warn or bad; a tick is for good alone."""
        self.note(words, icon=ICONS[tone], tone="dim" if tone == "good" else tone)

    def take_back(self, words: str) -> None:
        """This is no longer so: where it is still told, it goes."""
        if words and self._now()[2] == words:
            self._say("", "dim", "Ready", ())

    def forget(self) -> None:
        """One went on: what was said of a step is no longer what Undo and Redo would do."""
        self._fading.stop()
        if self._now() == self._spent and self._spent[2]:
            self._say("", "dim", "Ready", ())

    def note(self, words: str, *choices: Choice, icon: str = "info", tone: str = "dim") -> None:
        """Something to know that is no step: offline, read-only."""
        self._say(icon, tone, words, choices)

    def fail(self, error: BaseException, *choices: Choice, doing: str = "") -> None:
        """Something went wrong where no better place is to say it. `doing`: what was tried."""
        if self.answers(error):
            return
        words = sentence(error)
        self._say("triangle-alert", "bad", f"{doing}: {words}" if doing else words, choices)

    def hint(self, words: str | None) -> None:
        """What a drop would do, while a drag lasts; None: what stood there before comes back."""
        if words:
            if not self._hint:
                self._before = self._current
            self._hint = True
            self._show("pencil", "accent", words, (), after="Esc cancels")
        elif self._hint:
            self._hint = False
            self._show(*self._before)

    def count(self, papers: int | None) -> None:
        """How many papers the library has; None: no library."""
        words = (
            "" if papers is None else "No papers" if papers == 0 else "1 paper" if papers == 1 else f"{papers:,} papers"
        )
        self._count.setText(words)

    def _now(self) -> Said:
        """What stands there, or will once a drag is over."""
        return self._before if self._hint else self._current

    def _say(self, icon: str, tone: str, words: str, choices: tuple[Choice, ...]) -> None:
        if self._hint:  # a drag's words stay until it ends
            self._before = (icon, tone, words, choices)
        else:
            self._show(icon, tone, words, choices)

    def _show(self, icon: str, tone: str, words: str, choices: tuple[Choice, ...] = (), after: str = "") -> None:
        self._current = (icon, tone, words, choices)
        self._sign.setVisible(bool(icon))
        if icon:
            self._sign.show_icon(icon, tone)
        self._words.say(words)
        set_tone(self._words, "dim" if tone in ("dim", "") else "")
        while (item := self._choices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        small = self._look.theme.font(0.92)
        for number, (text, run) in enumerate(choices):
            link = button("statusUndo" if text == "Undo" else f"statusChoice{number + 1}", text, run, kind="link")
            link.setFont(small)
            link.setFocusPolicy(
                Qt.FocusPolicy.TabFocus
            )  # a click must not take the focus from the field that is asked first
            self._choices.addWidget(link)
        if after:
            self._choices.addWidget(label(self._look, after, tone="faint", scale=0.92))

    def _show_tasks(self, _task: object = None) -> None:
        shown = self._shown_tasks()
        self._actions.set_enabled("cancel-running", bool(shown), "Nothing is running")
        self._task.show_task(shown[0] if shown else None)
        others = shown[SHOWN:]
        self._more.setVisible(bool(others))
        if others:
            self._more.setText(f"+{len(others)}")
            self._more.setAccessibleName(f"{len(others)} more tasks")
            menu = self._more.menu()
            menu.clear()
            for task in others:
                menu.addAction(f"Cancel: {task.name}", partial(self._stop, task))

    def _shown_tasks(self) -> list[Task]:
        return [task for task in self._tasks.running if not task.quiet]

    def _lost(self, task: Task, error: Exception) -> None:
        self.fail(error, doing="" if task.is_edit else task.name)

    def _resize(self, _theme: object = None) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.u(STATUS))
        for one in (self._words, self._count):
            one.setFont(theme.font(0.92))


class _TaskView(QWidget):
    """A task that runs: its name, how far it is, Cancel."""

    def __init__(self, look: Look, stop: Callable[[Task], None]) -> None:
        super().__init__()
        self._shown: Task | None = None
        self._give_up = stop
        u = look.theme.u
        self._words = label(look, tone="dim", scale=0.92)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(u(80), u(4))
        self._cancel: QPushButton = button("cancelTask", "Cancel", self._stop, kind="link")
        self._cancel.setFont(look.theme.font(0.92))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, u(8), 0)
        across.setSpacing(u(8))
        fill(across, self._words, self._bar, self._cancel)
        self.hide()

    def show_task(self, task: Task | None) -> None:
        self._shown = task
        self.setVisible(task is not None)
        if task is None:
            return
        far = f"{task.done:,} of {task.total:,}" if task.total else ""
        self._words.setText(" · ".join(part for part in (task.name, far or task.words) if part))
        self._bar.setVisible(bool(task.total))
        if task.total:
            self._bar.setRange(0, task.total)
            self._bar.setValue(min(task.done, task.total))
        self._bar.setAccessibleName(task.name)
        self._cancel.setAccessibleName(f"Cancel: {task.name}")

    def _stop(self) -> None:
        if self._shown is not None:
            self._give_up(self._shown)
