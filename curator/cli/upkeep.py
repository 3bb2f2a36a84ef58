"""The command about the library itself: doctor."""

import argparse

from curator.cli.context import Context


def doctor(found: argparse.Namespace, context: Context) -> int:
    """`curator doctor [--fix]`: 1 while something is wrong."""
    with context.library() as library:
        faults = library.doctor(fix=found.fix)
    value = {"findings": [{"check": fault.check, "message": fault.message, "fixed": fault.fixed} for fault in faults]}
    lines = [("mended: " if fault.fixed else "") + fault.message for fault in faults] or ["The library is sound."]
    context.say(value, lines)
    return 1 if any(not fault.fixed for fault in faults) else 0
