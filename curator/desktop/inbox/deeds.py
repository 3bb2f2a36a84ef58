"""What is done to papers of the list, each a step of the history under a name that says to how many."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from curator.desktop.history import History
from curator.desktop.inbox.shelves import Shelf
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status

if TYPE_CHECKING:
    from curator.library.library import Edit

_VERBS = {
    Status.SHORTLISTED: "Shortlist {}",
    Status.DISMISSED: "Dismiss {}",
    Status.READY: "Mark {} as ready",
    Status.INBOX: "Put {} back in the inbox",
}


def papers_words(count: int) -> str:
    """“a paper”, “3 papers”."""
    return "a paper" if count == 1 else f"{count:,} papers"


class Deeds:
    """Every one begins in the edit lane and returns at once."""

    def __init__(self, history: History) -> None:
        self.history = history

    def decide(
        self,
        papers: Sequence[int],
        status: Status,
        done: Callable[[None], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> str:
        """Sets the status; gives the name of the step."""
        label = _VERBS[status].format(papers_words(len(papers)))
        self.history.edit(label, lambda edit: edit.papers.decide(papers, status), done, failed)
        return label

    def remove(
        self,
        papers: Sequence[int],
        done: Callable[[int], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> str:
        """Puts papers into the trash, with all that is written about them; gives the name of the step."""
        label = f"Remove {papers_words(len(papers))} from the library"
        self.history.edit(label, lambda edit: edit.papers.remove(papers), done, failed)
        return label

    def star(self, papers: Sequence[int], starred: bool) -> None:
        """Gives stars, or takes them away."""
        words = papers_words(len(papers))
        label = f"Star {words}" if starred else f"Take the star from {words}"
        self.history.edit(label, lambda edit: edit.papers.star(papers, starred))

    def tag(self, papers: Sequence[int], name: str) -> None:
        """Gives a tag."""
        self.history.edit(f"Tag {papers_words(len(papers))}", lambda edit: edit.papers.tag(papers, name))

    def untag(self, papers: Sequence[int], name: str) -> None:
        """Takes a tag away."""
        self.history.edit(f"Untag {papers_words(len(papers))}", lambda edit: edit.papers.untag(papers, name))

    def rename_tag(
        self,
        name: str,
        new: str,
        done: Callable[[None], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Gives every paper that has the tag the other one in its place."""
        label = f"Rename the tag “{name}” to “{new}”"
        self.history.edit(label, lambda edit: edit.papers.rename_tag(name, new), done, failed)

    def remove_tag(self, name: str) -> None:
        """Takes a tag from every paper that has it."""
        self.history.edit(f"Remove the tag “{name}” from all papers", lambda edit: edit.papers.remove_tag(name))

    def put_on(self, shelf: Shelf, papers: Sequence[int]) -> None:
        """Papers were dropped on a place of the rail."""
        if shelf.kind == "status":
            self.decide(papers, Status(shelf.value))
        elif shelf.kind == "tag":
            self.tag(papers, shelf.value)
        elif shelf.issue is not None:
            self.put_into(papers, shelf.issue, None, shelf.name)

    def put_into(self, papers: Sequence[int], issue: int, section: int | None, name: str) -> None:
        """Puts papers at the end of a section; None: of the last one, or of one that is made if there is none."""
        label = f"Put {papers_words(len(papers))} into {name}"

        def job(edit: "Edit") -> None:
            where = section
            if where is None:
                sections = edit.issues.get(issue).sections
                where = sections[-1].id if sections else edit.issues.untitled(issue)
            edit.issues.add(where, [NewEntry(Kind.PAPER, paper) for paper in papers])

        self.history.edit(label, job)
