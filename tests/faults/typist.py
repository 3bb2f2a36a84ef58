"""An editor types in the real window while the disk fails."""

import os
import random
from pathlib import Path

from curator import app
from curator.domain.texts import as_saved
from tests.faults.realwindow import RealWindow, settings_in

PAPERS = 3


class Typing:
    """Half of the time the library's disk alone fails and the text is in a file elsewhere, else every folder that a text may go to."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self._whole, self._chance = folder.parent, chance
        self._settings = settings_in(folder)
        self._settings.library.parent.mkdir()
        library = app.open_library(self._settings.library, self._settings, make=True)
        with library.edit("Add") as edit:
            for number in range(PAPERS):
                edit.papers.new(f"Paper {number + 1}")
        library.close()
        self._window = RealWindow(self._settings)
        self._number = 0
        self._is_alone = False
        self.folder = self._settings.library.parent

    def prepare(self) -> None:
        self._number += 1
        self._window.until(lambda: self._window.window.is_settled)
        self._window.choose(self._number % PAPERS + 1)
        self._is_alone = self._chance.random() < 0.5
        self.folder = self._whole if self._is_alone else self._settings.library.parent

    def act(self) -> str | None:
        """Types and waits until the text is in the library, or it is said that it is not and where it is."""
        window, box = self._window, self._window.box
        window.type(f"text {self._number} ")
        box.saving.flush()
        window.until(lambda: box.saving.has_failed or not box.saving.has_unsaved)
        if not box.saving.has_failed:
            return None
        window.until(lambda: all(one.is_known for one in box.saving.unsaved))
        bar = window.window.panes.paper.bar
        window.until(lambda: bar.said != "")
        return bar.said

    def check(self, told: str | None) -> list[str]:
        box = self._window.box
        found = []
        if f"text {self._number}" not in box.edit.text:
            found.append(f"the editor has {box.edit.text[-60:]!r}")
        if told is None:
            return found if f"text {self._number}" in (self._saved() or "") else [*found, "saved, and not there"]
        (unsaved,) = box.saving.unsaved
        if unsaved.kept is not None:
            held = unsaved.kept.read_text("utf-8")
            if held != box.edit.text:
                found.append(f"the file that keeps it holds {held[-60:]!r}")
            if str(unsaved.kept) not in told:
                found.append(f"it is not said where the text is: {told}")
        elif not self._is_alone:
            found.append("no file keeps it, though there is room for one")
        return found

    def again(self) -> list[str]:
        window, box = self._window, self._window.box
        if box.saving.has_failed:
            box.saving.flush()
        try:
            window.until(lambda: not box.saving.has_unsaved)
        except TimeoutError:
            return [f"it is not saved when the disk is well: {window.window.panes.paper.bar.said}"]
        held = self._saved() or ""
        found = [] if held == as_saved(box.edit.text) else [f"{held[-60:]!r} is saved"]
        window.until(lambda: window.window.is_settled)
        if left := window.window.panes.paper.page.unsaved:
            found.append(f"it is still said to be unsaved: {left}")
        return found

    def end(self) -> None:
        self._window.window.end()
        assert os.environ["TMPDIR"].startswith(str(self._whole))

    def _saved(self) -> str | None:
        paper = self._window.box.saving.paper
        assert paper is not None
        with self._window.library.read() as reading:
            return reading.writeups.get(paper, "why").text
