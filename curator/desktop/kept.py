"""What the window keeps from one run to the next: its sizes as a person set them by hand, hidden panes, what was chosen last."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from curator.desktop.sizes import STRIP, Layout, Widths, designed


class Kept:
    """The file with the window's sizes and last selections, in the state folder. What it holds and can't be read is as if it were not there."""

    def __init__(self, state: Path) -> None:
        self._file = QSettings(str(state / "window.ini"), QSettings.Format.IniFormat)

    def widths(self, layout: Layout) -> Widths:
        held = self._read(f"widths/{layout}")
        as_designed = designed(layout)
        if (
            not isinstance(held, list)
            or len(held) != 3
            or not all(isinstance(part, int) and 0 < part < 10000 for part in held)
        ):
            return as_designed
        rail, list_, outline = held
        return Widths(
            rail if layout is Layout.WIDE else STRIP, list_, outline if as_designed.outline != STRIP else STRIP
        )

    def keep_widths(self, layout: Layout, widths: Widths) -> None:
        self._file.setValue(f"widths/{layout}", _written([widths.rail, widths.list, widths.outline]))

    def half(self) -> float:
        """The part of the room that a page has beside the paper: 0.5 as designed."""
        held = self._read("half")
        return float(held) if isinstance(held, float) and 0.2 <= held <= 0.8 else 0.5

    def keep_half(self, part: float) -> None:
        self._file.setValue("half", _written(round(min(0.8, max(0.2, part)), 3)))

    def hidden(self) -> frozenset[str]:
        """Names of the panes that are hidden: rail, inbox, outline."""
        held = self._read("hidden")
        return (
            frozenset(name for name in held if name in ("rail", "inbox", "outline"))
            if isinstance(held, list)
            else frozenset()
        )

    def keep_hidden(self, names: frozenset[str]) -> None:
        self._file.setValue("hidden", _written(sorted(names)))

    def geometry(self) -> QByteArray | None:
        held = self._file.value("geometry")
        return held if isinstance(held, QByteArray) and not held.isEmpty() else None

    def keep_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def selection(self, library: Path) -> dict[str, object]:
        """What was last chosen in a library: the keys are the window's."""
        held = self._read(f"selection/{_key(library)}")
        return held if isinstance(held, dict) else {}

    def keep_selection(self, library: Path, selection: dict[str, object]) -> None:
        self._file.setValue(f"selection/{_key(library)}", _written(selection))

    def was_open(self) -> Path | None:
        """The library of a window that was not closed as it should be; None if there was none."""
        held = self._file.value("open")  # plain text: this is read before the first paint, which does without JSON
        return Path(held) if isinstance(held, str) and held else None

    def keep_open(self, library: Path | None) -> None:
        self._file.setValue("open", str(library) if library is not None else "")
        self._file.sync()  # a crash would come before Qt writes it by itself

    def versions(self) -> str:
        """The versions of the program that ran last; "" if that is not known."""
        held = self._read("versions")
        return held if isinstance(held, str) else ""

    def keep_versions(self, versions: str) -> None:
        self._file.setValue("versions", _written(versions))

    def crash_seen(self) -> int:
        """How much of the crash file has been read, in bytes."""
        held = self._read("crash")
        return held if isinstance(held, int) else 0

    def keep_crash_seen(self, size: int) -> None:
        self._file.setValue("crash", _written(size))

    def was_told(self, library: Path, words: str) -> bool:
        """Whether this was said of a library on this machine before."""
        return self._read(f"told/{_key(library)}") == words

    def keep_told(self, library: Path, words: str) -> None:
        self._file.setValue(f"told/{_key(library)}", _written(words))

    def _read(self, key: str) -> object:
        import json  # not before the first paint

        try:
            return json.loads(str(self._file.value(key, "null")))
        except (ValueError, RecursionError):
            return None


def _key(library: Path) -> str:
    """A path as one word: keys of the file are parted by slashes."""
    return str(library).encode().hex()


def _written(value: object) -> str:
    import json  # not before the first paint

    return json.dumps(value)
