"""The command about the library itself: doctor."""

import argparse
from typing import TYPE_CHECKING

from curator.cli.context import Context
from curator.domain.errors import Busy, CuratorError, Damaged, Foreign, LibraryFault, ReadOnly
from curator.jobs import backups, recover
from curator.jobs import doctor as looking

if TYPE_CHECKING:
    from curator.library.ailments import Ailment


def doctor(found: argparse.Namespace, context: Context) -> int:
    """`curator doctor [--fix]`: 1 while something is wrong. What can't be mended in a damaged file is read into a new one."""
    try:
        with context.library() as library:
            told = looking.examine(
                library,
                context.settings,
                fix=found.fix,
                first=lambda: context.before(library, backups.BEFORE_MENDING),
            )
    except (Busy, ReadOnly):
        raise
    except Damaged as error:  # so badly that it does not open: that is the finding
        told = [looking.why_not(error)]
    except LibraryFault as error:
        if not (found.fix and isinstance(error, Foreign)):
            if context.json:
                _say(context, [looking.why_not(error)])
            raise
        return _recover(context, [looking.why_not(error)])
    if found.fix and any(one.check == "integrity" for one in told):
        return _recover(context, told)
    return _say(context, told)


def _recover(context: Context, told: "list[Ailment]") -> int:
    """The file stays as it is; 1, since it is still what it was."""
    try:
        made = recover.recover(context.settings, context.path, context.progress, origin="command")
    except CuratorError:
        if context.json:  # what was found is printed also where nothing comes of it
            _say(context, told)
        raise
    report = f" The report is in “{made.report_file}”." if made.report_file else ""
    value = _value(told)
    value["recovered"] = str(made.library)
    lines = [*_lines(told), f"{made.words} It is at “{made.library}”.{report}"]
    context.say(value, lines)
    return 1


def _say(context: Context, told: "list[Ailment]") -> int:
    context.say(_value(told), _lines(told) or ["The library is sound."])
    return 1 if any(not one.fixed for one in told) else 0


def _value(told: "list[Ailment]") -> dict[str, object]:
    return {"findings": [{"check": one.check, "message": one.message, "fixed": one.fixed} for one in told]}


def _lines(told: "list[Ailment]") -> list[str]:
    return [("mended: " if one.fixed else "") + one.message for one in told]
