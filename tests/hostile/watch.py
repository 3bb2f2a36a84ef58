"""What this process opens, asks and starts while a test watches: an audit hook (PEP 578) that no code can switch off."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]

OURS = tuple(
    os.path.realpath(place)
    for place in (
        ROOT / "curator",
        ROOT / "resources",
        ROOT / "tests",
        ROOT / ".venv",
        sys.prefix,
        sys.base_prefix + "/lib",
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("purelib"),
    )
)
"""Where the program itself lies: to read it is no leak."""

SYSTEM = ("/dev/null", "/dev/urandom", "/proc/self/", "/etc/localtime", "/usr/share/zoneinfo")
"""What every program of Python's may look at."""

_PATHS = {
    "open": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.utime": (0,),
    "shutil.copyfile": (0, 1),
    "sqlite3.connect": (0,),
}
_RESOLVED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_ASKED = ("socket.sendto", "socket.sendmsg", "urllib.Request", "ftplib.connect", "http.client.connect")
_STARTED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "pty.spawn", "ctypes.dlopen")


@dataclass(slots=True)
class Seen:
    """`opened` outside of what is allowed, by path; `resolved`: names, `asked`: addresses of the network; `started`: programs, libraries."""

    allowed: tuple[str, ...]
    opened: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        if event in _PATHS:
            for place in _PATHS[event]:
                self._path(args[place])
        elif event == "socket.connect":
            if not isinstance(args[1], str | bytes):  # else it is a socket of this machine's file system
                self.asked.append(str(args[1]))
        elif event in _RESOLVED:
            self.resolved.append(str(args[0]))
        elif event in _ASKED:
            self.asked.append(f"{event}{args[1:]}")
        elif event in _STARTED:
            self.started.append(f"{event} {args[0]}")

    def _path(self, named: object) -> None:
        if isinstance(named, bytes):
            named = os.fsdecode(named)
        if not isinstance(named, str | os.PathLike):
            return  # a file that is open already
        text = os.fspath(named)
        if text.startswith("file:///"):
            from urllib.parse import unquote

            text = unquote(text[7:].partition("?")[0], errors="surrogateescape")
        if text == ":memory:" or text.startswith(SYSTEM):
            return
        real = os.path.realpath(text) if "\0" not in text else text
        if not real.startswith(self.allowed):
            self.opened.append(real)


_now: Seen | None = None
_is_hooked = False


_HEARD = frozenset({*_PATHS, *_RESOLVED, *_ASKED, *_STARTED, "socket.connect"})


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _now is not None and event in _HEARD:
        _now.hear(event, args)


@contextmanager
def watching(*allowed: Path) -> Iterator[Seen]:
    """Hears what all threads of the process do. Files below `allowed` and of the program itself are no news."""
    global _now, _is_hooked
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    places = tuple(os.path.realpath(place) for place in allowed)
    seen = Seen((*places, *OURS))
    before, _now = _now, seen
    try:
        yield seen
    finally:
        _now = before
