"""One who works at the screen: sees what is shown, uses mouse and keyboard, and asks the command line what is in the library."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.desktop.screen.display import ROOT, Screen, Seen, end

T = TypeVar("T")
PATIENCE = 20.0  # seconds
GLANCE = 0.05
STEPS = 12


class Person:
    """Works with one library. `settings` are variables of the environment that Curator is given."""

    def __init__(self, screen: Screen, library: Path, **settings: str) -> None:
        self.screen, self.library, self._settings = screen, library, settings
        self._windows: list[subprocess.Popen[str]] = []

    # The program

    def open_window(self) -> subprocess.Popen[str]:
        """Starts Curator and waits for its window."""
        window = self.start()
        self.see(role="frame", name=f"{self.library.stem} — Curator")
        return window

    def start(self) -> subprocess.Popen[str]:
        window = self.screen.start(sys.executable, "-m", "curator", "--library", str(self.library), **self._settings)
        self._windows.append(window)
        return window

    def close_window(self, window: subprocess.Popen[str]) -> None:
        """Closes it as the window manager does, and waits for its end."""
        self.keys("alt+F4")
        assert window.wait(PATIENCE) == 0
        self.until(lambda: not self.screen.look(role="frame"), "the window is gone")

    def command(self, *words: str) -> dict[str, Any]:
        """What a command of Curator says as JSON, beside the window."""
        done = subprocess.run(
            [sys.executable, "-m", "curator", "--library", str(self.library), *words, "--json"],
            cwd=ROOT,
            env={**self.screen.environment, **self._settings},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode in (0, 1) and not done.stderr, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def errors(self) -> str:
        """What the windows have written to their standard error."""
        return "".join(map(self.screen.errors, self._windows))

    def go_home(self) -> None:
        """Ends every window, however it is."""
        for window in self._windows:
            end(window)

    # Eyes

    def see(self, **asked: str) -> Seen:
        """Waits until exactly one thing that fits is shown."""
        return self.until(lambda: found[0] if len(found := self.screen.look(**asked)) == 1 else None, f"one {asked}")

    def sees_not(self, **asked: str) -> None:
        self.until(lambda: not self.screen.look(**asked), f"no {asked}")

    def is_at(self, **asked: str) -> Seen:
        """Waits until the keyboard is at this thing."""
        return self.until(lambda: thing if (thing := self.see(**asked)).focused else None, f"the keyboard at {asked}")

    def reads(self, words: str, **asked: str) -> None:
        """Waits until the text in a thing is this."""
        self.until(lambda: self.see(**asked).text == words, f"{words!r} in {asked}")

    def until(self, holds: Callable[[], T | None], what: str) -> T:
        """Looks again and again until something holds."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if found := holds():
                return found
            time.sleep(GLANCE)
        raise AssertionError(f"not seen within {PATIENCE:.0f} seconds: {what}")

    # Hands

    def keys(self, *chords: str) -> None:
        self.screen.hand("key", "--clearmodifiers", "--delay", "40", *chords)

    def write(self, words: str) -> None:
        """Types. ASCII alone: for other letters the keyboard would be laid out anew in the midst of it."""
        assert words.isascii()
        for number, line in enumerate(words.split("\n")):
            if number:
                self.keys("Return")
            if line:
                self.screen.hand("type", "--delay", "15", "--", line)

    def click(self, thing: Seen, button: int = 1) -> None:
        x, y = thing.at()
        self.screen.hand("mousemove", "--sync", str(x), str(y), "click", str(button))

    def drag(self, thing: Seen, place: tuple[int, int]) -> None:
        """Takes a thing and drops it at a place, on a straight way in small steps."""
        x, y = thing.at(0.4)
        hand = self.screen.hand
        hand("mousemove", "--sync", str(x), str(y), "mousedown", "1")
        for step in range(1, STEPS + 1):
            hand(
                "mousemove", str(x + (place[0] - x) * step // STEPS), str(y + (place[1] - y) * step // STEPS), "sleep", "0.03"
            )  # fmt: skip
        hand("mousemove", str(place[0] + 1), str(place[1]), "sleep", "0.1", "mouseup", "1")

    def copy(self, words: str) -> None:
        """Puts words on the clipboard; xclip holds them until others come."""
        subprocess.run(
            ["xclip", "-in", "-selection", "clipboard"],
            input=words,
            env=self.screen.environment,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=20,
        )

    def clipboard(self) -> str:
        return subprocess.run(
            ["xclip", "-out", "-selection", "clipboard"],
            env=self.screen.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        ).stdout
