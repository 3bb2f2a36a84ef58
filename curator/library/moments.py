"""Moments in the library: UTC, whole seconds, as text that sorts by time."""

from datetime import UTC, datetime


def as_text(moment: datetime) -> str:
    """In the form 2022-04-06T09:30:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_moment(text: str) -> datetime:
    """The moment of a text of this form, aware, in UTC."""
    return datetime.fromisoformat(text)
