"""The forms of what is done to a whole issue: published, made a draft again, removed. Each says first what becomes of what."""

from PySide6.QtWidgets import QWidget

from curator.desktop.outline.dialogs import Form
from curator.desktop.outline.sheet import Sheet, name_of
from curator.desktop.theme import Look
from curator.domain.texts import shortened

LONGEST_NAME = 60


def publish_form(look: Look, parent: QWidget, sheet: Sheet) -> Form:
    """What becomes published, and what of it is not done."""
    form = Form(look, parent, f"Publish {_name(sheet)}", "publishForm", "Mark as published")
    for words, tone in publish_words(sheet):
        form.say(words, tone)
    return form


def draft_form(look: Look, parent: QWidget, sheet: Sheet) -> Form:
    """A published issue is worked on once more."""
    form = Form(look, parent, f"{_name(sheet)} again as a draft", "draftForm", "Make it a draft")
    form.say("It is no longer marked as published. Its papers stay published; nothing else changes.")
    return form


def remove_form(look: Look, parent: QWidget, sheet: Sheet) -> Form:
    """What goes with an issue, and what stays."""
    form = Form(look, parent, f"Remove {_name(sheet)}", "removeForm", "Remove the issue")
    form.say("Its lead, its sections, its links and the words between them go.")
    papers = len(sheet.states)
    stay = (
        "Its paper and what you wrote about it stay" if papers == 1 else f"Its {papers} papers and what you wrote stay"
    )
    form.say(f"{stay} in the library. Undo brings the issue back." if papers else "Undo brings the issue back.")
    return form


def publish_words(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Sentences with their tones: how many papers become published, how many of these are not ready, what the checks found."""
    papers, open_ = len(sheet.states), len(sheet.states) - sheet.ready
    told = [("The issue and its paper become published." if papers == 1 else f"The issue and its {papers} papers become published.", "")]  # fmt: skip
    if not papers:
        told = [("The issue becomes published. It has no papers.", "")]
    if open_:
        told.append((f"{open_} of them {'is' if open_ == 1 else 'are'} not marked ready.", "warn"))
    if found := len(sheet.findings):
        told.append((f"{found} {'thing' if found == 1 else 'things'} to look at, at the foot of the outline.", "warn"))
    return tuple(told)


def _name(sheet: Sheet) -> str:
    return f"“{shortened(name_of(sheet.issue), LONGEST_NAME)}”"
