"""The foot of the paper pane: whether what one typed is on disk."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from curator.desktop.parts import IconLabel, label, set_tone, surface
from curator.desktop.theme import Look

HIGH = 36


class Foot(QWidget):
    """Says when the last text was saved: after it is on disk, never before."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("paperFoot")
        u = look.theme.u
        bar = surface("foot")
        bar.setFixedHeight(u(HIGH))
        across = QHBoxLayout(bar)
        across.setContentsMargins(u(24), 0, u(16), 0)
        across.setSpacing(u(6))
        across.addWidget(label(look, "Markdown · [@ cites a work", tone="faint", scale=0.92))
        across.addStretch(1)
        self._sign = IconLabel(look, "check", "good", 14)
        self.words = label(look, tone="dim", scale=0.92)
        self.words.setObjectName("savedAt")
        across.addWidget(self._sign)
        across.addWidget(self.words)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bar)
        self.show_saved(None)

    def show_saved(self, when: datetime | None) -> None:
        """`when` is the time of the wall at which it was on disk; None says nothing."""
        self._say(f"Saved {when:%H:%M}" if when else "", "check", "good", "dim")

    def show_unsaved(self) -> None:
        self._say("Not saved", "triangle-alert", "bad", "bad")

    def _say(self, words: str, icon: str, token: str, tone: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(words)
        set_tone(self.words, tone)
        self._sign.setVisible(bool(words))
        self._sign.show_icon(icon, token)
