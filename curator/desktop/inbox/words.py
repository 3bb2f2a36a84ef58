"""The words of a row of the list: dates, names, the second line, the place in an issue; and the row said aloud."""

from collections.abc import Callable
from datetime import date

from curator.domain.papers import PaperRow, Status

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEAR = 330  # days: an older date is shown with its year


def shown_date(day: date, today: date) -> str:
    """“today”, “5 Apr” within a year, “Apr 2022” before."""
    if day == today:
        return "today"
    if abs((today - day).days) < _YEAR:
        return f"{day.day} {MONTHS[day.month - 1]}"
    return f"{MONTHS[day.month - 1]} {day.year}"


def names_line(row: PaperRow, fits: Callable[[str], bool]) -> str:
    """As many of the first three names as fit, how many more there are, and the category."""
    category = row.categories[0] if row.categories else ""
    for count in range(min(3, len(row.names)), -1, -1):
        more = row.author_count - count
        names = ", ".join(row.names[:count])
        if more and names:
            names += f" +{more}"
        line = " · ".join(part for part in (names, category) if part)
        if fits(line) or count <= 1:
            return line
    return category


def second_line(row: PaperRow) -> tuple[str, tuple[tuple[int, int], ...], bool]:
    """What stands under a title of one line, the marks in it, and whether it tells of a fault."""
    if row.fault:
        return row.fault, (), True
    if row.needs_title:
        return "No title yet: give it one by hand", (), False
    if row.waits:
        named = (name for name in (row.arxiv, row.doi) if name)
        lacks = "No title yet" if row.title.startswith(tuple(named)) else "Abstract not fetched yet"
        return f"{lacks}: comes with the next fetch", (), False
    if row.part is not None:
        return row.part, row.part_marks, False
    return row.begin, (), False


QUIET = (Status.DISMISSED, Status.PUBLISHED)
"""What is done with: nothing in such a row asks to be looked at."""


def place_words(row: PaperRow) -> tuple[str, str]:
    """What stands under the date, and the token of its colour."""
    if row.fault:
        return "failed", "bad"
    if row.needs_title:
        return "no title", "warn"
    if row.waits:
        return "to fetch", "warn"
    if row.newer:
        return f"v{row.newer}", "accent"
    for place in row.places:
        if place.number is not None:
            return f"№ {place.number}", "faint"
    if row.places:
        return "mentioned", "faint"
    return (row.status.value, "faint") if row.status in QUIET else ("", "faint")


STATUS_WORDS = {
    Status.INBOX: "in the inbox",
    Status.SHORTLISTED: "shortlisted",
    Status.DRAFTING: "drafting",
    Status.READY: "ready",
    Status.PUBLISHED: "published",
    Status.DISMISSED: "dismissed",
    Status.KNOWN: "known",
}


def spoken(row: PaperRow, where: str | None = None) -> str:
    """A row for who listens: the title first. `where` it is, for a work that is not of a list: it has no status then."""
    more = row.author_count - len(row.names)
    names = ", ".join(row.names) + (f" and {more} more" if more > 0 else "")
    day = f"{row.date.day} {MONTHS[row.date.month - 1]} {row.date.year}"
    parts = [row.title, names, " ".join(row.categories[:1]), day, STATUS_WORDS[row.status] if where is None else where]
    parts += ["unread"] if row.unread and row.status not in QUIET and where is None else []
    parts += ["starred"] if row.starred else []
    parts += ["no title yet"] if row.needs_title else ["to fetch"] if row.waits else []
    parts += [f"failed: {row.fault}"] if row.fault else []
    parts += [f"tags: {', '.join(row.tags)}"] if row.tags else []
    parts += [f"number {place.number} in {place.edition}" for place in row.places if place.number is not None]
    return ", ".join(part for part in parts if part)
