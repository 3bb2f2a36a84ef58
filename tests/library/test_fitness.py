"""Places that are unfit are known, and a library there has a rollback journal and loses nothing by it."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.domain.errors import Busy, LibraryFault, ReadOnly
from curator.library import fitness
from curator.library.fitness import Place, Unfit
from curator.library.library import Library, create_library, open_library
from tests.library.bare import add_paper, column, found, set_status, write_text

Clock = Callable[[], datetime]


@pytest.fixture
def cloud(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    """A library in a cloud's folder."""
    folder = tmp_path / "Dropbox" / "letters"
    folder.mkdir(parents=True)
    create_library(folder / "l.curator")
    library = open_library(folder / "l.curator", now=clock)
    yield library
    library.close()


@pytest.mark.parametrize(
    "folder, client",
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - A University", "OneDrive"),
        ("OneDrive-Personal", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-someone@example.org", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Library/CloudStorage/Box-Box", "Box"),
    ],
)
def test_a_cloud_is_known_by_the_name_of_its_folder(tmp_path: Path, folder: str, client: str) -> None:
    assert fitness.unfit(tmp_path / folder / "deep" / "l.curator") == Place(Unfit.CLOUD, client)


@pytest.mark.parametrize(
    "mark, client", [(".dropbox", "Dropbox"), (".stfolder", "Syncthing"), (".owncloudsync.log", "ownCloud")]
)
def test_a_cloud_is_known_by_what_its_client_lays_there(tmp_path: Path, mark: str, client: str) -> None:
    (tmp_path / "work" / "deep").mkdir(parents=True)
    (tmp_path / "work" / mark).touch()
    assert fitness.unfit(tmp_path / "work" / "deep" / "l.curator") == Place(Unfit.CLOUD, client)


@pytest.mark.parametrize("folder", ["dropbox-notes", "my onedrive files", "box", "sync", "cloud", "drive"])
def test_other_folders_are_no_clouds(tmp_path: Path, folder: str) -> None:
    assert fitness.unfit(tmp_path / folder / "l.curator") is None


def test_a_word_that_means_much_is_a_client_directly_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME" if sys.platform != "win32" else "USERPROFILE", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()  # settings of a client, not its folder
    assert fitness.unfit(tmp_path / "Box" / "l.curator") == Place(Unfit.CLOUD, "Box")
    assert fitness.unfit(tmp_path / "a" / "Box" / "l.curator") is None


@pytest.mark.parametrize(
    "kind, place",
    [
        ("nfs4", Place(Unfit.NETWORK, "nfs4")),
        ("cifs", Place(Unfit.NETWORK, "cifs")),
        ("fuse.sshfs", Place(Unfit.NETWORK, "sshfs")),
        ("vfat", Place(Unfit.FAT, "FAT")),
        ("exfat", Place(Unfit.FAT, "exFAT")),
        ("ext4", None),
        ("btrfs", None),
    ],
)
def test_a_drive_is_known_by_its_file_system(tmp_path: Path, kind: str, place: Place | None) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
        f"31 27 0:44 / /mnt/a\\040stick rw shared:7 - {kind} /dev/sdb1 rw\n"
        "32 27 0:45 / /mnt/a rw - tmpfs tmpfs rw\n"
        "a line of another kind\n"
    )
    assert fitness.unfit(Path("/mnt/a stick/l.curator"), mounts) == place
    assert fitness.unfit(Path("/mnt/a stick2/l.curator"), mounts) is None
    assert fitness.file_system(Path("/mnt/a/x"), mounts) == "tmpfs"
    assert fitness.file_system(Path("/home/x"), tmp_path / "none") == ""


def test_the_notice_is_one_calm_sentence_or_two(cloud: Library) -> None:
    for kind, name in ((Unfit.CLOUD, "Dropbox"), (Unfit.NETWORK, "nfs"), (Unfit.FAT, "FAT")):
        words = Place(kind, name).notice("l.curator")
        assert name in words and "“l.curator”" in words and "\n" not in words and "!" not in words
    assert cloud.notice is not None


def test_a_library_in_a_fit_place_has_no_notice(library: Library) -> None:
    assert library.notice is None


def test_it_is_written_by_a_rollback_journal_down_to_the_folder(cloud: Library) -> None:
    with cloud.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "words")
        assert edit.c.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "delete"
        assert edit.c.exec_driver_sql("PRAGMA synchronous").scalar_one() == 3
        assert Path(f"{cloud.path}-journal").exists()
    with cloud.intake() as work, work.batch() as batch:
        add_paper(batch.c, "Arrived")
        assert batch.c.exec_driver_sql("PRAGMA synchronous").scalar_one() == 3
    assert sorted(path.name for path in cloud.path.parent.iterdir()) == ["l.curator"]
    assert found(cloud, "training") == [paper]
    cloud.undo(edit.step)
    assert found(cloud, "training") == []
    assert cloud.doctor() == cloud.doctor(fix=True) == []


def test_a_library_that_comes_from_a_fit_place_gives_up_its_log(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "l.curator"
    create_library(path)
    library = open_library(path, now=clock)
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    (tmp_path / "Nextcloud").mkdir()
    path.rename(tmp_path / "Nextcloud" / "l.curator")
    moved = open_library(tmp_path / "Nextcloud" / "l.curator", now=clock)
    with moved.edit("Decide") as edit:
        set_status(edit.c, 1, "ready")
        assert edit.c.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "delete"
    assert not Path(f"{moved.path}-wal").exists()
    moved.close()


def test_one_that_another_program_has_open_with_a_log_keeps_it(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "l.curator"
    create_library(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("select count(*) from paper").fetchone()
    library = open_library(path, now=clock)
    with library.edit("Add") as edit:
        add_paper(edit.c)
    assert other.execute("select count(*) from paper").fetchone() == (1,)
    library.close()
    other.close()


def test_a_reader_that_meets_a_writer_waits_and_the_main_one_says_that_it_is_busy(cloud: Library) -> None:
    with cloud.edit("Add") as edit:
        add_paper(edit.c)
    writer = sqlite3.connect(cloud.path, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(Busy), cloud.read_here() as reading:
            reading.c.exec_driver_sql("select count(*) from paper")
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert column(cloud, "select count(*) from paper") == [1]


def _edit_often(path: str, times: int) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC))
    for _ in range(times):
        with library.edit("Add") as edit:
            add_paper(edit.c)
    library.close()


@pytest.mark.slow
def test_processes_take_turns_there_too(cloud: Library) -> None:
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=_edit_often, args=(str(cloud.path), 15)) for _ in range(2)]
    for child in children:
        child.start()
    for _ in range(15):
        with cloud.edit("Add") as edit:
            add_paper(edit.c)
    for child in children:
        child.join(100)
    assert [child.exitcode for child in children] == [0, 0]
    assert column(cloud, "select count(*) from paper") == [45]
    assert cloud.doctor() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where one can be made."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def test_on_a_disk_that_is_full_nothing_is_half_written_and_all_can_be_read(small_disk: Path, clock: Clock) -> None:
    path = small_disk / "l.curator"
    create_library(path)
    library = open_library(path, now=clock)
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "kept")
    with pytest.raises(LibraryFault, match="full"), library.edit("Write") as edit:
        write_text(edit.c, paper, "word " * 600_000)
    assert column(library, "select text from writeup") == ["kept"]
    assert library.doctor() == []
    library.close()
    filler = small_disk / "filler"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))
    full = open_library(path, now=clock)
    assert full.is_read_only and "can't be written" in (full.only_reads or "")
    assert column(full, "select text from writeup") == ["kept"]
    assert found(full, "training") == [paper]
    with pytest.raises(ReadOnly), full.edit("x"):
        pass
    assert full.doctor() == []
    full.close()
    filler.unlink()
    again = open_library(path, now=clock)
    assert not again.is_read_only
    with again.edit("Write") as edit:
        write_text(edit.c, paper, "kept on")
    again.close()
