"""The report of a crash: offered at the next start, read in plain text, copied, thrown away."""

import platform
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

import curator
from curator.desktop.kept import Kept
from curator.desktop.messages import Choice
from curator.desktop.parts import button, column, label, row
from curator.desktop.theme import Look

if TYPE_CHECKING:
    from curator.desktop.window import Window

LONGEST = 64 * 2**10
"""Bytes of the file that a report shows, the last ones."""

WORDS = "Curator ended unexpectedly the last time. What you wrote is kept."


_START = re.compile(
    r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$|Fatal Python error: |Windows fatal exception: )", re.MULTILINE
)
"""How what is written of one crash begins: by this program, or by Python for one below it."""


def versions() -> str:
    """What a report says of the program and the machine."""
    return (
        f"Curator {curator.__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} ({platform.machine()})"  # platform() would start another program
    )


def report(log: Path, ran: str) -> str:
    """What the file at `log` holds, the newest first, under the versions that `ran` then; "" where there is nothing. Without the name of
    the home folder."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - LONGEST))
            held = file.read(LONGEST).decode("utf-8", "replace").strip()
    except OSError:
        return ""
    home = str(Path.home())
    parts = _parted(held.replace(home, "~") if len(home) > 1 else held)
    if len(parts) < 2:
        return f"{ran}\n\n{parts[0]}\n" if parts else ""
    headed = [f"—— {_place(number, len(parts))} ——\n\n{part}\n" for number, part in enumerate(reversed(parts), 1)]
    return "\n\n".join([ran, *headed])


def _parted(held: str) -> list[str]:
    """One text for each time that something went wrong, as they were written."""
    starts = [0, *(found.start() for found in _START.finditer(held))]
    ends = [*starts[1:], len(held)]
    parts = (held[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return [part for part in parts if part]


def _place(number: int, count: int) -> str:
    return f"The newest of {count:,} reports" if number == 1 else f"Report {number:,} of {count:,}, an older one"


class Reports(QObject):
    """Offers the report of an earlier run once a library is shown or could not be, and opens it from the menu; `crash-report` is its action.

    Made before this run writes anything into the file at `log`.
    """

    def __init__(self, window: "Window", kept: Kept, log: Path, *, is_offered: bool = True) -> None:
        super().__init__(window)
        self._window, self._kept, self._log = window, kept, log
        self._ran = kept.versions() or versions()
        self._size = _size(log)
        self._waits = is_offered and self._size > kept.crash_seen()
        self._dialog: ReportDialog | None = None
        kept.keep_versions(versions())
        if self._size < kept.crash_seen():
            kept.keep_crash_seen(self._size)
        window.actions_.on("crash-report", self.open)
        self._enable()
        window.libraries.opened.connect(self._offer)
        window.libraries.failed.connect(self._offer)

    def open(self) -> None:
        """Shows the report; from now on it is not offered again."""
        self._waits = False
        self._kept.keep_crash_seen(_size(self._log))
        self._window.status.let_go(WORDS)
        made = ReportDialog(self._window.look, self._window.shell, report(self._log, self._ran))
        made.thrown_away.connect(self._throw_away)
        made.finished.connect(made.deleteLater)
        self._dialog = made
        made.open()

    def _offer(self, *_: object) -> None:
        """Before all that is said of the library, and beside it, until it is answered."""
        if self._waits:
            ways: tuple[Choice, ...] = (("Read report", self.open), ("Later", self._put_off))
            self._window.status.hold(WORDS, *ways, first=True)

    def _put_off(self) -> None:
        """It waits in the Help menu, and is offered again at the next start."""
        self._waits = False
        self._window.status.let_go(WORDS)

    def _throw_away(self) -> None:
        try:
            self._log.open("w").close()
        except OSError as fault:
            self._window.status.fail(fault)
            return
        self._kept.keep_crash_seen(0)
        self._enable()

    def _enable(self) -> None:
        self._window.actions_.set_enabled("crash-report", _size(self._log) > 0, "Nothing went wrong so far")


class ReportDialog(QDialog):
    """`thrown_away`: the report is to be deleted."""

    thrown_away = Signal()

    def __init__(self, look: Look, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("crashReport")
        self.setWindowTitle("Report of a crash")
        u = look.theme.u
        self._title = label(look, "What Curator noted when it ended", weight=600)
        about = label(
            look,
            "It says where in the program it was, and holds nothing that you wrote. It is sent to nobody: "
            "copy it into a message if you want to report what happened.",
            tone="dim",
            wrap=True,
        )
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("crashText")
        self.text.setAccessibleName("Report")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # its lines are wrapped
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setMinimumSize(u(640), u(320))
        close = button("crashClose", "Close", self.accept, kind="filled")
        close.setDefault(True)
        below = column(self._title, about, self.text, space=u(12), margins=(u(20), u(20), u(20), u(16)))
        below.addLayout(
            row(
                button("crashCopy", "Copy", self._copy),
                button("crashThrowAway", "Throw away", self._throw_away),
                None,
                close,
                space=u(8),
            )
        )
        self.setLayout(below)
        self.setAccessibleName(self._title.text())
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _throw_away(self) -> None:
        self.thrown_away.emit()
        self.accept()


def _size(log: Path) -> int:
    try:
        return log.stat().st_size
    except OSError:
        return 0
