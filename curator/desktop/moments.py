"""A time as a list says it: short, on the clock of the wall."""

from datetime import datetime


def moment(at: datetime) -> str:
    """A time (UTC) in local time: today the hour alone, this year without the year."""
    when, today = at.astimezone(), datetime.now().astimezone().date()
    if when.date() == today:
        return f"{when:%H:%M}"
    return (
        f"{when.day} {when:%b}, {when:%H:%M}" if when.year == today.year else f"{when.day} {when:%b %Y}, {when:%H:%M}"
    )
