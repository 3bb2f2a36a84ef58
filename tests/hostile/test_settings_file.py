"""The settings file and what the window keeps, whatever stands in them: the program starts, with defaults for what can't be read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from curator import settings as machine
from curator.desktop.kept import Kept
from curator.desktop.sizes import Layout
from tests.hostile.conftest import Shell, is_harmless
from tests.hostile.words import TEXTS

FILES: dict[str, bytes] = {
    "nothing": b"",
    "nuls": bytes(100),
    "no UTF-8": b'theme = "\xff"',
    "UTF-16": 'theme = "dark"'.encode("utf-16"),
    "no TOML": b"theme: dark",
    "brackets": b"a = " + b"[" * 100_000,
    "tables": b"\n".join(b"[" + b".".join([b"a"] * 300) + b"]" for _ in range(3)),
    "a table for a value": b"[theme]\na = 1",
    "numbers for texts": b"theme = 5\nrecent = 5\ntext_size = 'a'",
    "not a number": b"text_size = nan",
    "without end": b"text_size = inf",
    "below nothing": b"text_size = -1e300",
    "a huge number": b"text_size = " + b"9" * 5000,
    "a truth": b"text_size = true\nrecent = [true]",
    "mixed paths": b"recent = [1, 'a', [], {}]",
    "a path with nul": b'recent = ["a\\u0000b"]',
    "a long path": b'recent = ["' + b"a" * 100_000 + b'"]',
    "many paths": b"recent = [" + b"'/a'," * 50_000 + b"]",
    "a device": b'recent = ["/dev/zero", "/proc/self/mem", "/dev/stdin"]',
    "escapes": b'theme = "\\u001b[2J"',
    "twice": b"theme = 'dark'\ntheme = 'light'",
    "ten megabytes": b"# " + b"a" * 10_000_000,
}


def _write(data: bytes) -> None:
    folder = machine.load().config
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_bytes(data)


@pytest.mark.parametrize("kind", FILES)
def test_settings_never_keep_curator_from_starting(shell: Shell, kind: str) -> None:
    _write(FILES[kind])
    found = machine.load()
    assert (
        found.theme in ("system", "light", "dark")
        and 0.5 <= found.text_size <= 3
        and len(found.recent) <= machine.RECENT
    )
    is_harmless(shell("papers"))


PLACES: dict[str, Callable[[Path], None]] = {
    "folder": Path.mkdir,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "forbidden": lambda path: (path.touch(), path.chmod(0))[0],
    "pipe": lambda path: os.mkfifo(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", PLACES)
def test_settings_that_are_no_file_are_as_if_there_were_none(shell: Shell, kind: str) -> None:
    folder = machine.load().config
    folder.mkdir(parents=True, exist_ok=True)
    PLACES[kind](folder / "settings.toml")
    assert machine.load().theme == "system"
    is_harmless(shell("papers"))


@pytest.mark.parametrize(
    "name", ["CURATOR_ARXIV_DELAY", "CURATOR_ARXIV_URL", "CURATOR_LIBRARY", "CURATOR_CROSSREF_URL"]
)
@pytest.mark.parametrize("number", range(0, len(TEXTS), 8))
def test_a_variable_may_hold_anything(shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    text = TEXTS[number].replace("\0", "")
    try:
        monkeypatch.setenv(name, text)
    except UnicodeEncodeError:
        pytest.skip("no variable can hold this")
    found = machine.load()
    assert 0 <= found.arxiv_delay <= 3600
    is_harmless(shell("papers"))


@given(st.binary(max_size=300))
def test_any_bytes_are_settings_or_none(data: bytes) -> None:
    _write(data)
    machine.load()


@pytest.mark.parametrize(
    "held",
    [b"", bytes(50), b"[General]\nwidths\\wide=5\nhalf=true\nhidden=1\nopen=@Invalid()\nversions=[]\ncrash={}\n", b"[General]\ngeometry=@ByteArray(\\xff\\xff)\nopen=@Variant(\\0\\0\\0)\n", b"[General]\nopen=a, b, c\nhalf=[[[[\nselection\\2f=[1]\n", b"\xff" * 5000, b"[" * 50_000, b"[General]\nhalf=" + b"[" * 100_000],
    ids=lambda held: ascii(held[:16]),
)  # fmt: skip
def test_what_the_window_kept_may_be_anything(qapp: QApplication, tmp_path: Path, held: bytes) -> None:
    (tmp_path / "window.ini").write_bytes(held)
    kept = Kept(tmp_path)
    for layout in Layout:
        assert all(isinstance(width, int) for width in (kept.widths(layout).rail, kept.widths(layout).list))
    assert 0.2 <= kept.half() <= 0.8 and isinstance(kept.hidden(), frozenset)
    kept.geometry()
    kept.was_open()
    assert isinstance(kept.versions(), str) and isinstance(kept.crash_seen(), int)
    assert isinstance(kept.selection(Path("/")), dict)
