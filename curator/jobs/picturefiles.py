"""The pictures that stand beside a Markdown file: read by name from one folder, and from nowhere else."""

from pathlib import Path

from curator.domain.errors import Unreadable
from curator.domain.pictures import LARGEST, src_of

FOLDER = "figures"


class Pictures:
    """Pictures in `figures/` beside a file, read when they are first asked for. `bytes` holds them by `src`, `faults` what was amiss."""

    def __init__(self, file: Path) -> None:
        self._folder = file.parent / FOLDER
        self._known: dict[str, str | None] = {}
        self.bytes: dict[str, bytes] = {}
        self.faults: list[str] = []

    def src_of(self, name: str) -> str | None:
        """By what `src` the library will have the picture that a text names; None if there is none that could be read."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> str | None:
        folder, _, last = name.partition("/")
        if folder != FOLDER or last in ("", ".", "..") or any(sign in last for sign in "/\\:\0"):
            self.faults.append(f"{name}: pictures stand in {FOLDER}/ beside the file, by name alone; it was left out.")
            return None
        path = self._folder / last
        try:
            if not path.is_file() or not path.resolve().is_relative_to(self._folder.resolve()):
                self.faults.append(f"{name} is not there; put it beside the file and import that again.")
                return None
            if path.stat().st_size > LARGEST:
                self.faults.append(f"{name} has more than {LARGEST // 2**20} MB; it was left out.")
                return None
            data = path.read_bytes()
            src = src_of(data)
        except (OSError, ValueError) as error:
            self.faults.append(f"{name} could not be read ({error}); it was left out.")
            return None
        except Unreadable as error:
            self.faults.append(f"{name}: {error}")
            return None
        self.bytes[src] = data
        return src
