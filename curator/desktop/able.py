"""What can be done now, and why not: each action's needs against what is open and chosen."""

from dataclasses import dataclass

from curator.desktop.actions import Actions

NEEDS: dict[str, str] = {
    "add-papers": "library write",
    "import-issue": "library write",
    "export": "library issue",
    "copy-rich": "library issue",
    "copy-markdown": "library issue",
    "undo": "library write",
    "redo": "library write",
    "history": "library",
    "find": "library",
    "search": "library",
    "new-paper": "library write",
    "next": "library",
    "previous": "library",
    "shortlist": "library write paper",
    "dismiss": "library write paper",
    "ready": "library write paper",
    "inbox-again": "library write paper",
    "star": "library write paper",
    "tag": "library write paper",
    "add-to-issue": "library write paper issue",
    "edit-details": "library write one",
    "remove-papers": "library write paper",
    "merge-papers": "library write two",
    "part-paper": "library write one",
    "take-back": "library",
    "trash": "library",
    "versions": "library one",
    "open-abstract": "library one",
    "open-pdf": "library one",
    "copy-citation": "library one",
    "new-issue": "library write",
    "edit-issue": "library write issue",
    "publish-issue": "library write issue",
    "remove-issue": "library write issue",
    "add-section": "library write issue",
    "add-text": "library write issue",
    "add-link": "library write issue",
    "add-mention": "library write issue",
    "edit-entry": "library write issue entry",
    "remove-entry": "library write issue entry",
    "move-up": "library write issue entry",
    "move-down": "library write issue entry",
    "move-to-section": "library write issue entry",
    "preview": "library issue",
    "find-on-arxiv": "library write",
    "fetch-waiting": "library write waiting",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is open and chosen: counts of chosen papers and entries, and of papers of which only the id is known."""

    library: bool = False
    write: bool = False
    papers: int = 0
    issue: bool = False
    entries: int = 0
    waiting: int = 0


def enable(actions: Actions, now: Situation) -> None:
    """Tells every action whether it can be done, with the first reason against it."""
    for name, needs in NEEDS.items():
        reason = next((why for need in needs.split() if (why := _missing(need, now))), "")
        actions.set_enabled(name, not reason, reason)


def _missing(need: str, now: Situation) -> str:
    reasons = {
        "library": ("No library is open", now.library),
        "write": ("This library can only be read", now.write),
        "paper": ("No paper is chosen", now.papers > 0),
        "one": ("Choose one paper" if now.papers else "No paper is chosen", now.papers == 1),
        "two": ("Choose two papers", now.papers == 2),
        "issue": ("There is no issue yet", now.issue),
        "entry": ("Nothing is chosen in the outline", now.entries > 0),
        "waiting": ("Nothing waits to be fetched", now.waiting > 0),
    }
    reason, holds = reasons[need]
    return "" if holds else reason
