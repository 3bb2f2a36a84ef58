"""A whole editor in one process on one library, for long: afterwards doctor finds nothing, memory has not grown, the log was never long."""

import gc
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curator import app
from curator.desktop.inbox.shelves import Shelf
from curator.domain.backups import BackupKind
from curator.domain.papers import Status
from curator.domain.progress import Progress
from curator.jobs import backups, export
from curator.jobs.desk import Desk
from curator.library.library import Library
from tests.faults.hands import Act, Hands, press
from tests.faults.ledger import LETTER, letter
from tests.faults.realwindow import PATIENCE, RealWindow, settings_in
from tests.faults.result import Figure, NotHere, Result, at_most

PAPERS = 300
MOST = 500
BULK = 110
"""More than a hundred works: they arrive in bulk."""

WARM = 4_000
"""So many acts at most, or half of all, before memory is looked at for the first time."""

GROWTH = 10.0
LOG = 16.0
LOOK_EVERY = 500
QUERIES = (
    "graph",
    "neur",
    '"scaling law"',
    "-graph law",
    "status:inbox",
    "is:starred",
    "has:why",
    "tag:law",
    "ada OR wang",
)


def run(n: int, seed: int, folder: Path) -> Result:
    """n acts in one window."""
    if not sys.platform.startswith("linux"):
        raise NotHere("how much memory a process holds is read from /proc")
    soak = _Soak(folder, random.Random(seed))
    warm, began = min(WARM, n // 2), time.monotonic()
    faults, first, seen = list[str](), 0.0, list[float]()
    for number in range(n):
        try:
            soak.act()
        except TimeoutError as stuck:
            faults.append(f"stuck at act {number + 1}: {stuck}; {soak.hands.unsaved_faults()}")
            break
        if number + 1 == warm:
            first = soak.memory()
        elif number > warm and number % LOOK_EVERY == LOOK_EVERY - 1:
            seen.append(soak.memory())
            faults += soak.look()
    last, took = soak.memory(), time.monotonic() - began
    faults += soak.look() + soak.strays()
    ailments = [f"doctor: {one.message}" for one in soak.real.library.doctor()]
    soak.end()
    growth = 100 * (last - first) / first
    hands = soak.hands
    return Result(
        "soak",
        (
            Figure(f"{n:,} acts of {len(hands.acts)} kinds"),
            at_most(len(ailments), 0, "found by doctor"),
            Figure(
                f"memory {first:.0f} MB after {warm:,} acts, {last:.0f} at the end, {max([first, last, *seen]):.0f} at most"
            ),
            at_most(growth, GROWTH, "% more") if n >= WARM else Figure(f"{growth:.1f} % more, in too few acts to say"),
            at_most(soak.log / 2**20, LOG, "MB of log"),
            at_most(len(hands.errors), 0, "refused or failed"),
            at_most(len(faults), 0, "texts lost or elsewhere"),
            Figure(f"opened {soak.opened} times, {soak.backed_up} backups, {soak.exported} exports"),
            Figure(f"{n / took:.0f} acts a second"),
        ),
        (*ailments, *faults, *hands.errors),
    )


class _Soak:
    def __init__(self, folder: Path, chance: random.Random) -> None:
        settings = settings_in(folder)
        settings.library.parent.mkdir()
        self.log = self.opened = self.backed_up = self.exported = 0
        self._folder, self._chance, self._settings = folder, chance, settings
        self._other = folder / "disk" / "other.curator"
        for place in (settings.library, self._other):
            library = app.open_library(place, settings, make=True, origin="command")
            with library.edit("Begin") as edit:
                edit.issues.add_section(edit.issues.new("Trends"), "Research")
            library.close()
        self.real = RealWindow(settings)
        self.hands = Hands(self.real, chance, folder, MOST)
        self._watch(self.real.library)
        self.real.window.libraries.failed.connect(
            lambda name, error: self.hands.errors.append(f"{name}: {type(error).__name__}: {error}")
        )
        while len(self.hands.papers) < PAPERS:
            self.hands.bring(BULK)
        hands = self.hands
        # Weights are about those of a working day: words and decisions most, what takes long seldom.
        self._acts: tuple[tuple[float, Act], ...] = (
            (16, hands.type),
            (3, hands.erase),
            (3, hands.pause),
            (4, hands.leave),
            (10, hands.choose),
            (3, hands.figure),
            (5, hands.decide),
            (2, hands.star),
            (4, hands.tag),
            (1, hands.link),
            (2, hands.title),
            (2, hands.add),
            (3, hands.remove),
            (3, hands.issue),
            (4, hands.section),
            (6, hands.put_in),
            (3, hands.take_out),
            (6, hands.move),
            (2, hands.put_back),
            (3, hands.throw_away),
            (6, hands.undo),
            (3, hands.redo),
            (6, self.search),
            (4, self.go_through),
            (8, self.triage),
            (5, self.cite),
            (0.5, self.bulk),
            (0.5, self.export),
            (0.3, self.back_up),
            (0.1, self.tidy),
            (0.15, self.reopen),
        )

    def act(self) -> None:
        ways, weights = [act for _, act in self._acts], [weight for weight, _ in self._acts]
        act = self._chance.choices(ways, weights)[0]
        self.hands.does(act.__name__, act)
        if self._chance.random() < 0.5:
            self.hands.settle()
        else:
            QTest.qWait(1)

    # In the list

    def search(self) -> None:
        """Typed letter by letter, as each asks anew; or cleared."""
        field = self.hands.panes.inbox.field
        field.setFocus()
        field.clear()
        if self._chance.random() < 0.6:
            for one in self._chance.choice(QUERIES):
                press(field, one)
                QTest.qWait(0)

    def go_through(self) -> None:
        inbox = self.hands.panes.inbox
        status = self._chance.choice(list(Status))
        shelves = (Shelf("all", "", "All papers", "inbox"), Shelf("status", status.value, status.value, "inbox"))
        if self._chance.random() < 0.7:
            inbox.show_shelf(self._chance.choice(shelves))
        else:
            inbox.set_order(self._chance.choice(["date", "oldest", "title", "relevance"]))
        inbox.view.go(self._chance.randint(1, 20))

    def triage(self) -> None:
        """By the keys, which go on to the next paper."""
        view = self.hands.panes.inbox.view
        view.setFocus()
        names = ("next", "previous", "shortlist", "dismiss", "star", "ready", "inbox-again")
        for _ in range(self._chance.randint(1, 5)):
            self.real.window.actions_[self._chance.choice(names)].trigger()
            QTest.qWait(0)

    # At the paper

    def cite(self) -> None:
        """A citation as one types it, the list of works over it taken or sent away."""
        box, paper = self.hands.entered, self.hands.panes.paper.paper
        if box is None or paper is None or box.saving.paper != paper:
            return
        with self.real.library.read() as reading:
            keys = reading.c.exec_driver_sql("select key from paper order by id desc limit 50").scalars().all()
        key = self._chance.choice(keys)
        whole = self._chance.random() < 0.5
        for one in f"[@{key if whole else key[:4]}":
            press(box.edit, one)
        if whole:
            QTest.keyClick(box.edit, Qt.Key.Key_Escape)
            press(box.edit, "]")
        else:
            self.hands.settle()
            QTest.keyClick(box.edit, Qt.Key.Key_Return)

    # What takes long

    def bulk(self) -> None:
        """Many arrive; what nobody touched of an earlier time goes, so that the library stays as large as it is."""
        library = self.real.library
        if len(self.hands.papers) < MOST:
            self.hands.bring(BULK)
        elif arrivals := library.arrivals():
            # As the window does first: else what is typed and not saved would be the text of a paper that is gone.
            self.hands.leave()
            self.hands.settle()
            self._beside("Take back", lambda progress: library.take_back(arrivals[-1].id, progress))

    def export(self) -> None:
        issue, desk = self.hands.panes.outline.issue, self._desk
        format = self._chance.choice(["html", "markdown"])
        target = self._folder / f"issue.{format}"
        if issue is not None:
            self.hands.leave()
            self.hands.settle()
            self._beside("Export", lambda progress: export.export(desk, issue, format, target, progress))
            self.exported += 1

    def back_up(self) -> None:
        kind, desk = self._chance.choice(list(BackupKind)), self._desk
        self._beside("Back up", lambda progress: backups.back_up(desk, kind, "", progress))
        self.backed_up += 1

    def tidy(self) -> None:
        library = self.real.library
        self._beside("Tidy", library.tidy)

    def reopen(self) -> None:
        """Another library, and this one again."""
        for place in (self._other, self._settings.library):
            self.hands.settle()
            self.real.window.libraries.open(place)
            self.real.until(lambda place=place: self._is_open(place), 3 * PATIENCE)
            self.hands.settle()
        self.opened += 1
        self._watch(self.real.library)

    def _is_open(self, place: Path) -> bool:
        library = self.real.window.libraries.library
        return library is not None and library.path == place.resolve()

    # What is looked at

    def memory(self) -> float:
        """MB that this process holds once all is settled and the garbage gone."""
        self.hands.leave()
        self.hands.settle()
        gc.collect()
        with Path("/proc/self/status").open() as file:
            kilobytes = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
        return kilobytes / 1024

    def look(self) -> list[str]:
        self.hands.leave()
        self.hands.settle()
        return self.hands.shown_faults() + self.hands.unsaved_faults()

    def strays(self) -> list[str]:
        """Texts, of now and of before, with a letter of another paper."""
        with self.real.library.read() as reading:
            rows = reading.c.exec_driver_sql("select paper, text from revision union select paper, text from writeup")
            return [
                f"paper {paper} has a letter of another: {text[:40]!r}"
                for paper, text in rows.all()
                if any(ord(one) >= LETTER and one != letter(paper) for one in text or "")
            ]

    def end(self) -> None:
        self.real.window.end()

    @property
    def _desk(self) -> Desk:
        return app.desk_for(self.real.library, self._settings)

    def _beside(self, name: str, job: Callable[[Progress], object]) -> None:
        """In the work pool, as the window has it done; one goes on meanwhile."""
        self.real.window.tasks.work(
            name, job, None, lambda error: self.hands.errors.append(f"{name}: {type(error).__name__}: {error}")
        )

    def _watch(self, library: Library) -> None:
        """How long the log is after each transaction."""
        log = Path(f"{library.path}-wal")

        def look(_: object) -> None:
            self.log = max(self.log, log.stat().st_size)

        library.listen(look)
