"""The commands about copies of the library: backup and restore."""

import argparse
from pathlib import Path

from curator.cli import output
from curator.cli.context import Context
from curator.domain.backups import Backup, BackupKind
from curator.jobs import backups as jobs
from curator.library.moments import as_text


def backup(found: argparse.Namespace, context: Context) -> int:
    """`curator backup PATH`: a copy of everything at a path where nothing is, or in a folder."""
    with context.library() as library:
        made = jobs.copy_to(context.desk(library), Path(found.path), context.progress)
    output.clear_terminal()
    context.say(_json(made), [f"{made.path}: {_holds(made)}"])
    return 0


def restore(found: argparse.Namespace, context: Context) -> int:
    """`curator restore PATH`: a backup in the place of the library, or the writing of one into it."""
    done = jobs.restore(context.settings, context.path, Path(found.path), context.progress)
    with context.library() as library:
        context.mirror(library)
    output.clear_terminal()
    brought = done.brought
    value = {
        "library": str(done.path),
        "backup": _json(done.backup),
        "before": str(done.before.path) if done.before else None,
        "aside": str(done.aside) if done.aside else None,
        "brought": {
            "papers": brought.papers,
            "texts": brought.texts,
            "statuses": brought.statuses,
            "revisions": brought.revisions,
            "issues": brought.issues,
            "damaged": brought.damaged,
        }
        if brought
        else None,
    }
    lines = [f"{done.path}: {_holds(done.backup)}"]
    if brought is not None:
        lines = [
            f"{done.path}: brought in {_counted(brought.papers, 'paper')}, {_counted(brought.texts, 'text')}, "
            f"{_counted(brought.statuses, 'status', 'statuses')} and {_counted(len(brought.issues), 'issue')}; "
            "nothing of the library was taken away"
        ]
    if done.before is not None:
        lines.append(f"What was there before is in {done.before.path}")
    if done.aside is not None:
        lines.append(f"What was there before could not be read, and is kept as {done.aside}")
    context.say(value, lines)
    return 0


def _holds(one: Backup) -> str:
    what = "everything" if one.kind is BackupKind.EVERYTHING else "the writing"
    counts = (
        _counted(one.papers, "paper"),
        _counted(one.writeups, "write-up"),
        _counted(one.revisions, "revision"),
        _counted(one.issues, "issue"),
    )
    return f"{what}, {', '.join(counts)}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _json(one: Backup) -> dict[str, object]:
    return {
        "path": str(one.path),
        "kind": one.kind.value,
        "at": as_text(one.at),
        "papers": one.papers,
        "writeups": one.writeups,
        "revisions": one.revisions,
        "issues": one.issues,
        "bytes": one.bytes,
    }
