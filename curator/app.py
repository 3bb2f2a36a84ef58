"""Puts the parts together; nothing else does."""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from curator import settings as machine
from curator.cli.opening import Opening, opening
from curator.disk import atomic_write
from curator.domain.errors import Refused, reason

if TYPE_CHECKING:
    import argparse

    from curator.domain.papers import PaperRow
    from curator.jobs.desk import Desk
    from curator.library.library import Library


def main(argv: Sequence[str] | None = None) -> int:
    """`curator`: a command, or the window. Gives the exit code."""
    words = sys.argv[1:] if argv is None else argv
    window = opening(words)
    if window is None:
        from curator.cli import arguments  # the window does without

        found = arguments.parse(words)
        if found.command:
            return _command(found, machine.load())
        window = arguments.opening_of(found)
    return _window(window, machine.load())


def _command(found: "argparse.Namespace", settings: machine.Settings) -> int:
    # what the window does not need before its first paint
    from curator.cli import context, main, output
    from curator.domain.progress import Progress

    with _place(found, settings) as (path, sample):

        def open_it(create: bool) -> "Library":
            if sample:
                make_sample(path, settings)
            return open_library(path, settings, make=create and not sample, origin="command")

        asked = context.Context(
            settings=settings,
            path=path,
            json=getattr(found, "json", False),
            open=open_it,
            desk=lambda library: desk_for(library, settings),
            progress=Progress(output.on_terminal()),
            passing=sample and getattr(found, "library", None) is None,
        )
        return main.run(found, asked)


@contextmanager
def _place(found: "argparse.Namespace", settings: machine.Settings) -> Iterator[tuple[Path, bool]]:
    """Where the library of a command is, and whether it is to be made with the sample issue where nothing is."""
    named, sample = getattr(found, "library", None), getattr(found, "sample", False)
    if named is not None or not sample:
        yield (Path(named) if named is not None else settings.library), sample
        return
    import tempfile  # the window does without

    with tempfile.TemporaryDirectory(prefix="curator-") as folder:
        yield Path(folder) / "sample.curator", True


def open_library(path: Path, settings: machine.Settings, *, make: bool = False, origin: str = "window") -> "Library":
    """The library at `path`; `make`: an empty one is made first where nothing is and nothing was. Raises NotFound, Refused, LibraryFault."""
    from curator.jobs.desk import now  # with the clock: not before the first paint
    from curator.library import library as libraries  # SQLAlchemy: not before the first paint

    if make and not os.path.lexists(path):
        if path == settings.data / "library.curator":
            _make_folder(path.parent)
        libraries.create_library(path, state=settings.state)
    return libraries.open_library(path, now=now, origin=origin, state=settings.state, backups=settings.data / "backups")


def make_sample(path: Path, settings: machine.Settings) -> None:
    """Makes a library with the sample issue where nothing is: beside, then put in its place whole."""
    if os.path.lexists(path):
        return
    import tempfile

    from curator.domain.progress import Progress
    from curator.jobs import sample
    from curator.jobs.desk import now
    from curator.library import library as libraries  # SQLAlchemy: not before the first paint

    if path == settings.sample:
        _make_folder(path.parent)
    with tempfile.TemporaryDirectory(prefix=".curator-", dir=path.parent if path.parent.is_dir() else None) as folder:
        beside = Path(folder) / "sample.curator"
        libraries.create_library(beside)
        library = libraries.open_library(beside, now=now, origin="command")
        try:
            sample.fill(desk_for(library, settings), Progress())
        finally:
            library.close()
        os.link(beside, path)  # never replaces anything


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused(
            f"The folder “{folder}” can't be made: {reason(fault)}. Name a library elsewhere with --library."
        ) from fault


def desk_for(library: "Library", settings: machine.Settings) -> "Desk":
    """The parts that a job works with."""
    from curator.jobs.desk import Desk, now  # with the clock: not before the first paint
    from curator.net import Net  # httpx: when something is asked of the network

    return Desk(library, Net(settings.named_hosts, asked=settings.state), settings, now)


def _window(found: Opening, settings: machine.Settings) -> int:
    gc.disable()  # until what a start brings is there: nearly all of it stays. The window gives it back
    from curator.desktop.doors import Doors, Options  # Qt: where there is a window at all
    from curator.desktop.start import start

    named, sample = found.library, found.sample
    path = Path(named) if named is not None else settings.library

    def open_it(place: Path, make: bool) -> "Library":
        if sample and named is not None and place == path:
            make_sample(place, settings)
        return open_library(place, settings, make=make)

    def sample_path() -> Path:
        make_sample(settings.sample, settings)
        return settings.sample

    doors = Doors(
        settings=settings,
        open=open_it,
        sample=sample_path,
        desk=lambda library: desk_for(library, settings),
        keep=keep_settings,
        glance=first_rows,
    )
    return start(
        doors,
        Options(
            library=path,
            sample=sample and named is None,
            screenshot=Path(found.screenshot) if found.screenshot else None,
            size=found.size,
            theme=found.theme,
            is_named=named is not None or settings.library != settings.data / "library.curator",
        ),
    )


def first_rows(path: Path, place: tuple[str, str] | None) -> "tuple[PaperRow, ...]":
    """The first rows of a place of the library at `path`, before it is opened; nothing where that is not to be had."""
    from curator.library import glance  # sqlite3: not before the first paint

    return glance.glance(path, place)


def keep_settings(settings: machine.Settings) -> None:
    """Writes what a person can have chosen into the settings file. Raises Refused."""
    try:
        settings.config.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused(
            f"The settings can't be kept in “{settings.config}”: {reason(fault)}. They hold until Curator is closed; look who may write there."
        ) from fault
    atomic_write(settings.config / "settings.toml", machine.as_toml(settings).encode())
