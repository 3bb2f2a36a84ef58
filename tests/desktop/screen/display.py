"""A screen of its own for tests: an X server without hardware, a window manager, a bus, and what reads the screen."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
SIZE = (1440, 900)
PROGRAMS = ("Xvfb", "openbox", "xdotool", "xclip", "dbus-daemon")
LAUNCHER = tuple(Path(folder) / "at-spi-bus-launcher" for folder in ("/usr/libexec", "/usr/lib/at-spi2-core"))
PYTHON = "/usr/bin/python3"
PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing on the screen: its objectName, its accessible name and role, where it is in pixels, the text in it (None: it has none)."""

    id: str
    name: str
    role: str
    box: tuple[int, int, int, int]
    text: str | None
    enabled: bool
    focused: bool
    selected: bool
    checked: bool

    def at(self, across: float = 0.5, down: float = 0.5) -> tuple[int, int]:
        """A place in it, by shares of its width and height."""
        x, y, wide, high = self.box
        return x + round(wide * across), y + round(high * down)


class Screen:
    """Runs until `stop`. `environment` is what a program needs to be shown on it."""

    def __init__(self, folder: Path) -> None:
        self._started: list[subprocess.Popen[str]] = []
        self._errors: dict[int, Path] = {}
        self._folder = folder
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(runtime),
            "HOME": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self.environment.pop("WAYLAND_DISPLAY", None)
        try:
            number = self._told(
                "Xvfb", "-displayfd", "{}", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"
            )
            self.environment["DISPLAY"] = f":{number}"
            bus = self._told("dbus-daemon", "--session", "--nofork", "--print-address={}")
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
            self.start(str(next(path for path in LAUNCHER if path.exists())), "--launch-immediately")
            self.start("openbox", "--sm-disable")
            self._reader = self._answering(PYTHON, str(Path(__file__).with_name("reader.py")))
        except BaseException:
            self.stop()
            raise

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Starts a program on this screen, in a process group of its own."""
        errors = self._folder / f"stderr-{len(self._started)}"
        with errors.open("w") as told:
            started = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=told,
                text=True,
                start_new_session=True,
            )
        self._started.append(started)
        self._errors[started.pid] = errors
        return started

    def errors(self, started: subprocess.Popen[str]) -> str:
        """What a program has written to its standard error so far."""
        return self._errors[started.pid].read_text("utf-8", "replace")

    def look(self, **asked: str) -> list[Seen]:
        """Everything shown that has these: `name` is a beginning, `within` the objectName of something around it."""
        assert self._reader.stdin is not None and self._reader.stdout is not None
        print(json.dumps(asked), file=self._reader.stdin, flush=True)
        return [Seen(**{**one, "box": tuple(one["box"])}) for one in json.loads(self._reader.stdout.readline())]

    def hand(self, *moves: str) -> None:
        """Moves the mouse or presses keys, as xdotool has it."""
        subprocess.run(["xdotool", *moves], env=self.environment, check=True, timeout=60)

    def picture(self, path: Path) -> None:
        """Writes what is on the screen into a file."""
        subprocess.run([sys.executable, "-c", PICTURE, str(path)], env=self.environment, check=True, timeout=60)

    def stop(self) -> None:
        """Ends everything that was started here, the last first."""
        for started in reversed(self._started):
            end(started)

    def _told(self, *command: str) -> str:
        """Starts a program that says its address through the file descriptor in the place of `{}`."""
        reading, writing = os.pipe()
        with open(reading) as told:
            self._started.append(
                subprocess.Popen(
                    [part.format(writing) for part in command],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    pass_fds=(writing,),
                    start_new_session=True,
                )
            )
            os.close(writing)
            return told.readline().strip()

    def _answering(self, *command: str) -> subprocess.Popen[str]:
        reader = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._started.append(reader)
        return reader


def end(started: subprocess.Popen[str]) -> None:
    """Ends a process and those of its group."""
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGTERM)
    try:
        started.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(5)
    for pipe in (started.stdin, started.stdout, started.stderr):
        if pipe is not None:
            pipe.close()
