"""The command about the library itself: doctor."""

import argparse

from curator.cli.context import Context
from curator.domain.errors import Damaged
from curator.jobs import backups


def doctor(found: argparse.Namespace, context: Context) -> int:
    """`curator doctor [--fix]`: 1 while something is wrong."""
    try:
        with context.library() as library:
            faults = library.doctor(fix=found.fix, first=lambda: context.before(library, backups.BEFORE_MENDING))
    except Damaged as error:
        # so badly that it does not open: that is the finding
        message = f"The file is damaged: {error.__cause__}. Keep a copy of it, and open a backup."
        value: dict[str, object] = {"findings": [{"check": "integrity", "message": message, "fixed": False}]}
        context.say(value, [message])
        return 1
    value = {"findings": [{"check": fault.check, "message": fault.message, "fixed": fault.fixed} for fault in faults]}
    lines = [("mended: " if fault.fixed else "") + fault.message for fault in faults] or ["The library is sound."]
    context.say(value, lines)
    return 1 if any(not fault.fixed for fault in faults) else 0
