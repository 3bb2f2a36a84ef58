"""`curator backup` and `curator restore`, and the copies that other commands make."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from curator import settings as machine
from curator.domain.backups import BackupKind
from curator.jobs import backups
from curator.jobs.desk import now
from curator.library import mirror
from curator.library.backups import house
from curator.library.library import open_library
from tests.cli.conftest import Shell


def _write(shell: Shell, text: str = "Models had outgrown their data.") -> str:
    """A paper with a text, and its key."""
    shell.ask("issue", "new", "Trends in AI", "--edition", "April 2022")
    (result,) = shell.ask("add", "https://example.org/a-paper")["results"]
    paper = shell.ask("edit", str(result["papers"][0]), "--why", text)
    return str(paper["key"])


def _house(shell: Shell) -> Path:
    return house(backups.root(machine.load()), shell.library)


def test_a_backup_restored_where_nothing_is_is_the_library(shell: Shell, tmp_path: Path) -> None:
    key = _write(shell)
    made = shell.ask("backup", str(tmp_path / "copy.curator"))
    assert made == {
        "path": str(tmp_path / "copy.curator"),
        "kind": "everything",
        "at": made["at"],
        "papers": 1,
        "writeups": 1,
        "revisions": 1,
        "issues": 1,
        "bytes": (tmp_path / "copy.curator").stat().st_size,
    }
    before = shell.ask("show", key)
    shell.library.unlink()
    done = shell.ask("restore", str(tmp_path / "copy.curator"))
    assert (done["library"], done["before"], done["aside"], done["brought"]) == (str(shell.library), None, None, None)
    assert shell.ask("show", key) == before
    assert shell.ask("doctor") == {"findings": []}


def test_a_backup_takes_the_place_of_what_was_written_since_which_is_kept(shell: Shell, tmp_path: Path) -> None:
    key = _write(shell)
    copy = shell.ask("backup", str(tmp_path))["path"]
    assert Path(copy).parent == tmp_path
    shell.ask("edit", key, "--why", "Something else.")
    done = shell.ask("restore", copy)
    assert shell.ask("show", key)["why"] == "Models had outgrown their data."
    again = shell.ask("restore", done["before"])
    assert shell.ask("show", key)["why"] == "Something else."
    assert again["backup"]["path"] == done["before"]


def test_the_writing_is_brought_in_and_nothing_is_taken_away(shell: Shell, tmp_path: Path) -> None:
    key = _write(shell)
    library = open_library(shell.library, now=now)
    made = library.back_up(BackupKind.WRITING, tmp_path / "b", "")
    library.close()
    shell.ask("edit", key, "--why", "Something else.", "--status", "dismissed")
    shell.ask("add", "https://example.org/another")
    done = shell.ask("restore", str(made.path))
    assert done["brought"] == {"papers": 0, "texts": 1, "statuses": 1, "revisions": 0, "issues": [], "damaged": 0}
    paper = shell.ask("show", key)
    assert (paper["why"], paper["status"]) == ("Models had outgrown their data.", "drafting")
    assert shell.ask("papers")["total"] == 2


def test_a_backup_replaces_nothing(shell: Shell, tmp_path: Path) -> None:
    _write(shell)
    (tmp_path / "there").write_text("mine")
    ran = shell("backup", str(tmp_path / "there"))
    assert (ran.code, (tmp_path / "there").read_text()) == (1, "mine")
    assert "already something" in ran.err and ran.err.count("\n") == 1
    assert shell("backup", str(shell.library)).code == 1
    assert shell("backup", str(tmp_path / "no" / "where")).code == 1


@pytest.mark.parametrize("what", ["absent", "text", "another", "library", "cut"])
def test_what_is_no_backup_leaves_the_library_as_it_was(shell: Shell, tmp_path: Path, what: str) -> None:
    key = _write(shell)
    path = tmp_path / "b.curator"
    if what == "text":
        path.write_text("no library")
    elif what == "another":
        c = sqlite3.connect(path)
        c.execute("create table x(y)")
        c.close()
    elif what == "library":
        path = shell.library
    elif what == "cut":
        shell.ask("backup", str(path))
        path.write_bytes(path.read_bytes()[:20_000])
    was = shell.library.read_bytes()
    ran = shell("restore", str(path))
    assert ran.code == 1 and ran.err.count("\n") == 1, ran.err
    assert shell.library.read_bytes() == was
    assert shell.ask("show", key)["why"] == "Models had outgrown their data."


def test_nothing_is_restored_while_another_process_has_the_library(shell: Shell, tmp_path: Path) -> None:
    key = _write(shell)
    copy = shell.ask("backup", str(tmp_path))["path"]
    shell.ask("edit", key, "--why", "Something else.")
    holds = (
        "import sys; from pathlib import Path; from curator.jobs.desk import now; from curator.library.library import open_library;"
        "l = open_library(Path(sys.argv[1]), now=now); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holds, str(shell.library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == b"open\n"
        ran = shell("restore", copy)
        assert ran.code == 1 and "open in another program" in ran.err
        assert shell.ask("show", key)["why"] == "Something else."
    finally:
        other.communicate(timeout=30)
    assert shell("restore", copy).code == 0


def test_an_import_and_a_mending_make_a_backup_first(shell: Shell, tmp_path: Path) -> None:
    key = _write(shell)
    shell.ask("issue", "new", "Another")
    shell.ask("export", "another", "--to", "markdown", "-o", str(tmp_path / "a.md"))
    file = tmp_path / "a.md"
    file.write_text(file.read_text("utf-8").replace("another", "a-third"), "utf-8")
    assert backups.listing(machine.load(), shell.library) == []
    shell("import", str(file))
    (made,) = backups.listing(machine.load(), shell.library)
    assert (made.kind, made.why, made.issues) == (BackupKind.EVERYTHING, backups.BEFORE_IMPORT, 2)
    c = sqlite3.connect(shell.library)
    c.execute("insert into words(words) values ('delete-all')")
    c.commit()
    c.close()
    assert shell("doctor", "--fix").code == 0
    assert [one.why for one in backups.listing(machine.load(), shell.library)] == [
        backups.BEFORE_MENDING,
        backups.BEFORE_IMPORT,
    ]
    assert shell.ask("show", key)["why"]


def test_an_import_into_a_new_library_has_nothing_to_back_up(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Trends\n---\n", "utf-8")
    shell("import", str(tmp_path / "a.md"))
    assert backups.listing(machine.load(), shell.library) == []


def test_what_is_written_on_the_command_line_is_mirrored(shell: Shell) -> None:
    key = _write(shell)
    folder = mirror.folder_of(_house(shell))
    assert "Models had outgrown their data." in (folder / f"{key}.md").read_text("utf-8")
    shell.ask("edit", key, "--why", "")
    assert [path.name for path in folder.iterdir()] == ["removed"]
    copy = shell.ask("backup", str(shell.library.parent))["path"]
    shell.ask("edit", key, "--why", "Again.")
    shell.ask("restore", copy)
    assert [path.name for path in folder.iterdir()] == ["removed"]
    assert len(list((folder / "removed").iterdir())) == 2


def test_the_sample_of_a_moment_leaves_no_copies(shell: Shell) -> None:
    assert shell("edit", "1", "--why", "x", library=None).code in (0, 1)
    root = backups.root(machine.load())
    before = sorted(root.iterdir()) if root.exists() else []
    assert (
        subprocess.run(
            [sys.executable, "-m", "curator", "--sample", "edit", "1", "--why", "x"], check=False, capture_output=True
        ).returncode
        == 0
    )
    assert (sorted(root.iterdir()) if root.exists() else []) == before
