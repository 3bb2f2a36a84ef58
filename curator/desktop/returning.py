"""Where one was in a window, kept for its next run: the paper that is shown, the tab of the issue, the field with the caret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.desktop.deck import Deck
from curator.desktop.inbox.pane import InboxPane
from curator.domain.writeups import FIELDS

if TYPE_CHECKING:
    from curator.desktop.outline.pane import OutlinePane
    from curator.desktop.paper.pane import PaperPane

NAMES = frozenset(field.name for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Whence:
    """`paper`: also one that the list does not show. `preview`: None where nothing is known. `field` has the caret, `at` UTF-16 units on."""

    paper: int | None = None
    preview: bool | None = None
    field: str | None = None
    at: int = 0

    @classmethod
    def kept(cls, held: Mapping[str, object]) -> "Whence":
        """From what was kept; what can't be read is as if it were not there."""
        paper, preview, field, at = (held.get(name) for name in ("paper", "preview", "field", "at"))
        return cls(
            paper if type(paper) is int else None,
            preview if isinstance(preview, bool) else None,
            field if isinstance(field, str) and field in NAMES else None,
            at if type(at) is int and at > 0 else 0,
        )

    def to_keep(self) -> dict[str, object]:
        return {"paper": self.paper, "preview": self.preview, "field": self.field, "at": self.at}


def whence_of(paper: "PaperPane", outline: "OutlinePane") -> Whence:
    """Where one is now."""
    field, at = paper.page.caret_place or (None, 0)
    return Whence(paper.paper, outline.is_preview_shown, field, at)


def go_back(whence: Whence, inbox: InboxPane, paper: "PaperPane", outline: "OutlinePane") -> bool:
    """Shows the paper and the tab again. False: the paper is not there any more, and the list begins with one of its own."""
    if whence.preview is not None:
        outline.show_preview(whence.preview)
    if whence.paper is None:
        return False
    paper.show_paper(whence.paper)
    if paper.paper is None:
        return False
    inbox.keep_to(paper.paper)
    outline.choose_paper(paper.paper)
    return True


def give_focus(whence: Whence, paper: "PaperPane", deck: Deck) -> None:
    """To the field in which one wrote, else to the list; where the list has given way to a page, to the paper."""
    if whence.field is not None and whence.paper is not None and paper.paper == whence.paper:
        deck.show_pane("paper")
        paper.focus_field(whence.field, whence.at)
    else:
        deck.focus_pane("paper" if deck.is_halved else "inbox")
