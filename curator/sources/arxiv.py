"""arXiv: works by their ids, and searches, through the arxiv package, which asks no faster than arXiv wishes."""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from curator.domain import categories
from curator.domain.errors import Refused
from curator.domain.identifiers import Identifier, Kind, clean_address, find, parse
from curator.domain.papers import Record
from curator.domain.progress import Progress
from curator.net import Answer, Net, NoAnswer, WrongAnswer, patiently
from curator.net.faults import no_address, refusal
from curator.sources.feed import Feed, read_feed
from curator.sources.source import Batch, Page, Services

if TYPE_CHECKING:
    import arxiv

NAME = "arXiv"
SOURCE = "arxiv"
BATCH = 100  # ids in one question, works on one page
SORTS = ("relevance", "submittedDate", "lastUpdatedDate")
_REFUSALS = 8  # questions in a row that arXiv does not understand: then it is not the ids
_FAULTS = 2  # batches in a row without an answer: then the rest is not asked for
_CATEGORY = re.compile(r"[A-Za-z-]+(?:\.[A-Za-z*-]+)?")
_FIELD = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all):")
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


class NotUnderstood(WrongAnswer):
    """arXiv can't read the question. `told`: its own words, None where it has none."""

    def __init__(self, told: str | None) -> None:
        words = f"400: {told}" if told else "400"
        super().__init__(
            f"{NAME} did not understand the question ({words}). Check what was asked for, or fetch again later.",
            again=False,
        )
        self.told = told


class Arxiv:
    """Asks arXiv. One for each run: it remembers nothing but where arXiv is and how fast it may be asked."""

    name = NAME

    def __init__(self, net: Net, services: Services) -> None:
        self._net = net
        self._url = services.arxiv_url
        self._delay = services.arxiv_delay

    def resolves(self, identifier: Identifier) -> bool:
        return identifier.kind is Kind.ARXIV

    def by_ids(self, identifiers: Sequence[Identifier], progress: Progress) -> Iterator[Batch]:
        """Works by their arXiv ids, up to 100 a question. A version that is named is the one that is asked for.

        What comes before a fault is given. Where arXiv gives no answer in time nothing more is asked, and the rest waits.
        """
        left = list({one.id: one for one in identifiers}.values())
        total, faults = len(left), 0
        while left:
            chunk, left = left[:BATCH], left[BATCH:]
            progress.step(total - len(left) - len(chunk), total, f"Asking {NAME}")
            fault: Exception | None = None
            for batch, trouble in self._groups(chunk, progress):
                fault = trouble or fault
                yield batch
            faults = faults + 1 if fault else 0
            if left and (isinstance(fault, NoAnswer) or faults == _FAULTS):
                yield Batch(waiting=tuple(left), fault=str(fault))
                return
        progress.step(total, total)

    def search(
        self,
        words: str,
        author: str,
        category: str,
        progress: Progress,
        *,
        start: int = 0,
        sort: str = "submittedDate",
        size: int = BATCH,
    ) -> Iterator[Page]:
        """Pages of what fits, newest first (or by `sort`, one of SORTS). Each page is asked for when it is wanted.

        Raises Refused without a word to look for, NoAnswer and WrongAnswer with a sentence; pages that were given stay given.
        """
        asked = query(words, author, category)
        if not asked:
            raise Refused(f"Say what to look for on {NAME}: words, an author or a category.")
        given: set[str | None] = set()
        total = start + 1
        while start < total:
            at = start
            progress.step(at, None, f"Searching {NAME}")
            ask = partial(self._page, asked, at, sort, size, progress)
            records, feed = patiently(ask, progress, delay=self._delay)
            total = feed.total
            yield Page(tuple(record for record in records if record.arxiv not in given), at, total)
            given.update(record.arxiv for record in records)
            start += len(feed.titles) or total

    def _groups(self, chunk: list[Identifier], progress: Progress) -> Iterator[tuple[Batch, Exception | None]]:
        """A batch; or, where arXiv can't read one of its ids, parts of it, so that all others come."""
        groups, doubtful, refused, answered = [chunk], list[Identifier](), 0, False
        fault: Exception | None = None
        while groups and fault is None and (answered or refused < _REFUSALS):
            group = groups.pop()
            try:
                batch = patiently(partial(self._works, group, progress), progress, delay=self._delay)
                answered = True
                yield batch, None
            except NotUnderstood as trouble:
                refused += 1
                named = _named(group, trouble.told or "")
                if named or (len(group) == 1 and re.search(r"\bid\b", trouble.told or "")):
                    bad = named or group
                    yield Batch(missing=tuple(bad)), None
                    groups += [rest] if (rest := [one for one in group if one not in bad]) else []
                elif len(group) == 1:
                    doubtful += group
                else:
                    half = len(group) // 2
                    groups += [group[half:], group[:half]]
            except (NoAnswer, WrongAnswer) as trouble:
                fault = trouble
                groups.append(group)
        if doubtful and answered:
            yield Batch(missing=tuple(doubtful)), None
            doubtful = []
        if waiting := [*doubtful, *(one for group in reversed(groups) for one in group)]:
            fault = fault or NotUnderstood(None)
            yield Batch(waiting=tuple(waiting), fault=str(fault)), fault

    def _works(self, group: list[Identifier], progress: Progress) -> Batch:
        import arxiv  # heavy: only when something is asked

        search = arxiv.Search(id_list=[str(one) for one in group], max_results=None)
        records, feed = self._ask(search, 0, len(group), progress)
        if feed.total and not feed.titles:
            raise _empty_page()
        seen = {name.id for title in feed.titles if (name := parse(title))}
        missing = tuple(one for one in group if one.id not in seen)
        asked = {one.id for one in group}
        known = {record.arxiv for record in records}
        torn = tuple(one for one in group if one.id in seen and one.id not in known)
        fault = f"{NAME} sent only a part of what it knows of {torn[0]}. Fetch again later." if torn else None
        return Batch(tuple(record for record in records if record.arxiv in asked), missing, torn, fault)

    def _page(
        self, asked: str, start: int, sort: str, size: int, progress: Progress
    ) -> tuple[tuple[Record, ...], Feed]:
        import arxiv  # heavy: only when something is asked

        search = arxiv.Search(asked, max_results=None, sort_by=arxiv.SortCriterion(sort))
        records, feed = self._ask(search, start, size, progress)
        if feed.total > start and not feed.titles:
            raise _empty_page()
        return records, feed

    def _ask(
        self, search: "arxiv.Search", start: int, size: int, progress: Progress
    ) -> tuple[tuple[Record, ...], Feed]:
        """One question: the works of the answer, and the rest of what it says."""
        import arxiv  # heavy: only when something is asked

        from curator.net.session import Spent, one_answer  # it needs requests

        if clean_address(self._url) is None:
            raise no_address(self._url)
        logging.getLogger("arxiv").addHandler(logging.NullHandler())
        feeds: list[Feed] = []
        client = arxiv.Client(page_size=size, delay_seconds=0, num_retries=0)
        client.query_url_format = self._url.replace("{", "{{").replace("}", "}}") + "?{}"
        client._session = one_answer(
            self._net, progress, service=NAME, delay=self._delay, check=lambda answer: feeds.append(_checked(answer))
        )
        results: list[arxiv.Result] = []
        try:
            for result in client.results(search, start):
                results.append(result)
        except Spent:
            pass  # the package wanted the next page, which is asked for by whoever reads it
        except (arxiv.ArxivError, ValueError, TypeError, KeyError) as error:
            raise WrongAnswer(f"{NAME} sent something that can't be read. Fetch again later.") from error
        feed = feeds[0]
        return tuple(record for result in results if (record := _record(result, feed))), feed


def query(words: str, author: str = "", category: str = "") -> str:
    """A question in arXiv's own language (API manual, 5.1); "" where nothing is asked.

    Every word must occur, `"a phrase"` as it stands, `-word` not at all. Words that hold a field of arXiv's (`ti:`, `abs:` …) are passed on as they are.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    if _FIELD.search(words):
        wanted.append(f"({words.strip()})")
    else:
        for minus, phrase, word in _WORD.findall(words):
            if term := _term("all", phrase or word):
                (unwanted if minus else wanted).append(term)
    if term := _term("au", author):
        wanted.append(term)
    if _CATEGORY.fullmatch(category.strip()):
        wanted.append(f"cat:{category.strip()}")
    return " ANDNOT ".join([" AND ".join(wanted), *unwanted]) if wanted else ""


def _term(field: str, text: str) -> str:
    plain = " ".join(re.sub(r'[()":\\]', " ", text).split())
    return (f"{field}:{plain}" if plain.isalnum() else f'{field}:"{plain}"') if plain else ""


def _named(group: Sequence[Identifier], told: str) -> list[Identifier]:
    """The ids that arXiv's words name."""
    return [one for one in group if re.search(rf"(?<![\w.]){re.escape(one.id)}(?:v\d+)?(?![\w.]*\d)", told)]


def _checked(answer: Answer) -> Feed:
    """The feed of a right answer. Raises NotUnderstood and WrongAnswer."""
    if answer.status == 400:
        raise NotUnderstood(_told(answer.body))
    if (fault := refusal(NAME, answer.status, answer.headers)) is not None:
        raise fault
    feed = read_feed(answer.body, NAME)
    if feed.error is not None:
        raise NotUnderstood(feed.error)
    return feed


def _told(body: bytes) -> str | None:
    """What arXiv says in an answer of status 400."""
    try:
        return read_feed(body, NAME).error
    except WrongAnswer:
        return None


def _empty_page() -> WrongAnswer:
    return WrongAnswer(
        f"{NAME} sent an empty page where there is more. What came before it is kept; ask for the rest later."
    )


def _record(result: "arxiv.Result", feed: Feed) -> Record | None:
    """An entry as a work; None for what is none. The title as received: the package folds its lines."""
    name = parse(result.entry_id)
    if name is None or name.kind is not Kind.ARXIV:
        return None
    dois = (one for one in find(result.doi or "") if one.kind is Kind.DOI)
    terms = [result.primary_category, *result.categories]
    return Record(
        title=feed.titles.get(result.entry_id.strip(), result.title),
        authors=tuple(author.name for author in result.authors if author.name.strip()),
        abstract=result.summary,
        categories=categories.kept(term for term in terms if _CATEGORY.fullmatch(term or "")),
        comment=result.comment,
        published=result.published.date(),
        updated=result.updated.date(),
        arxiv=name.id,
        version=name.version,
        doi=next((one.id for one in dois), None),
        source=SOURCE,
    )
