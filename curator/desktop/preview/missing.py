"""What is to be looked at before an issue goes out: each finding as a line, with the way to its place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.parts import IconLabel, button, label, row, surface
from curator.desktop.theme import Look
from curator.domain.findings import Finding, Severity

SIGNS = {
    Severity.BLOCKS: ("triangle-alert", "bad"),
    Severity.WARNS: ("triangle-alert", "warn"),
    Severity.ADVISES: ("info", "dim"),
}
LOOKED_AT = "Every citation has its work, and every paper its Why."
MOST = 180  # units that the list may be high before it scrolls


class Missing(QWidget):
    """`chosen(finding)`: one wants to go there."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = label(look, "Looking at citations and papers…", weight=600)
        self._title.setObjectName("exportMissing")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(look.theme.u(4))
        self._inside = surface("pane")
        self._inside.setLayout(self._list)
        self._area = QScrollArea()
        self._area.setObjectName("exportFindings")
        self._area.setAccessibleName("What is missing")
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.hide()
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(look.theme.u(4))
        below.addWidget(self._title)
        below.addWidget(self._area)

    @property
    def words(self) -> str:
        """What stands above the findings."""
        return self._title.text()

    def show_findings(self, findings: Sequence[Finding], undone: Sequence[Finding] = ()) -> None:
        """Another list; what blocks publishing comes first, and last, in dim letters, what is only not done yet."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._title.setText(_told(findings))
        for number, finding in enumerate((*findings, *undone), 1):
            self._list.addWidget(self._line(number, finding))
        self._list.addStretch(1)
        self._area.setVisible(bool(findings or undone))
        self._lay_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_list()

    def _lay_list(self) -> None:
        """As high as its lines, which break where the dialog ends."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        high = self._list.heightForWidth(max(1, self.width() - bar)) if self._list.hasHeightForWidth() else 0
        self._area.setFixedHeight(min(self._look.theme.u(MOST), high))

    def _line(self, number: int, finding: Finding) -> QWidget:
        icon, token = SIGNS[finding.severity]
        words = label(self._look, finding.message, tone="dim" if token == "dim" else "", wrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        go = button(
            f"exportFinding{number}",
            "Go there",
            partial(self.chosen.emit, finding),
            kind="link",
            spoken=f"Go there: {finding.message}",
        )
        sign = IconLabel(self._look, icon, token, 14)
        across = row(sign, words, go, space=self._look.theme.u(8))
        for one in (sign, words, go):
            across.setAlignment(one, Qt.AlignmentFlag.AlignTop)
        made = QWidget()
        made.setLayout(across)
        return made


def _told(findings: Sequence[Finding]) -> str:
    if not findings:
        return LOOKED_AT
    return "One thing to look at" if len(findings) == 1 else f"{len(findings)} things to look at"
