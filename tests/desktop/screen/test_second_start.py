"""A library has one window."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.desktop.screen.person import PATIENCE, Person


def test_a_second_start_on_the_same_library_brings_the_first_to_the_front_and_ends(
    person: Person, tmp_path: Path
) -> None:
    first = person.open_window()
    person.is_at(id="firstField")
    other = person.screen.start(sys.executable, "-m", "curator", "--library", str(tmp_path / "other.curator"))
    person.until(lambda: in_front(person).startswith("other"), "the other library in front")
    second = person.start()
    assert second.wait(PATIENCE) == 1
    assert person.screen.errors(second) == "letters.curator is open already; its window was brought to the front.\n"
    assert first.poll() is None
    person.until(lambda: in_front(person).startswith("letters"), "the first window in front")
    other.terminate()
    assert other.wait(PATIENCE) is not None


def test_a_second_start_says_so_where_the_first_hangs(person: Person) -> None:
    first = person.open_window()
    person.is_at(id="firstField")
    first.send_signal(signal.SIGSTOP)
    try:
        second = person.start()
        assert second.wait(PATIENCE) == 1
        assert "which does not answer" in person.screen.errors(second)
    finally:
        first.send_signal(signal.SIGCONT)
    person.is_at(id="firstField")


def test_a_library_whose_window_was_killed_opens_again(person: Person) -> None:
    window = person.open_window()
    person.is_at(id="firstField")
    window.kill()
    window.wait(PATIENCE)
    person.sees_not(role="frame")
    person.open_window()
    person.is_at(id="firstField")


def in_front(person: Person) -> str:
    """The title of the window that has the keyboard; "" while there is none."""
    asked = ["xdotool", "getactivewindow", "getwindowname"]
    done = subprocess.run(asked, env=person.screen.environment, capture_output=True, text=True, timeout=20)
    return done.stdout.strip()
