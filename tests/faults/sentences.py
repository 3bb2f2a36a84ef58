"""What an editor is told: whether it is a clear sentence."""

import re

_MACHINE = re.compile(
    r"Traceback|Errno|sqlite3?\.|sqlalchemy|\bNone\b|Exception|Error\b|<[a-z]|0x[0-9a-f]{4}|\\n", re.IGNORECASE
)
_WHAT_TO_DO = re.compile(
    r"\b(try|make|choose|look|open|run|update|connect|close|copy|keep|save|free|take|put|reload|restore|wait)\b",
    re.IGNORECASE,
)


def unclear(fault: BaseException | str) -> str | None:
    """Why this is no sentence that says what happened and what to do; None if it is."""
    said = str(fault)
    if not said or not said.rstrip().endswith((".", "”")):
        return f"no whole sentence: {said!r}"
    if found := _MACHINE.search(said):
        return f"a machine's word ({found[0]}): {said!r}"
    if "\n" in said:
        return f"more than a line: {said!r}"
    if not _WHAT_TO_DO.search(said):
        return f"it does not say what to do: {said!r}"
    return None
