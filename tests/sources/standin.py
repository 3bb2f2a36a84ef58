"""A stand-in for arXiv's API on this machine: it answers in the API's form, and wrongly when it is told to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Fault = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Work:
    """A work as arXiv has it. `versions`: how many there are; the newest is the answer to an id without version."""

    name: str
    title: str = ""
    authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing")
    versions: int = 1
    doi: str | None = None
    comment: str | None = None
    categories: tuple[str, ...] = ("cs.CL", "cs.LG")
    published: str = "2022-03-29T15:00:00Z"
    updated: str = "2022-03-29T15:00:00Z"

    def entry(self, version: int | None = None) -> str:
        number = version or self.versions
        parts = [
            f"<id>http://arxiv.org/abs/{self.name}v{number}</id>",
            f"<title>{escape(self.title or f'On {self.name}')}</title>",
            f"<updated>{self.updated}</updated>",
            f"<summary>  An abstract\nof {self.name}, with $x^2$.</summary>",
            *(
                f'<category term="{term}" scheme="http://arxiv.org/schemas/atom"/>'
                for term in reversed(self.categories)
            ),
            f"<published>{self.published}</published>",
            f"<arxiv:comment>{escape(self.comment)}</arxiv:comment>" if self.comment else "",
            f'<arxiv:primary_category term="{self.categories[0]}"/>',
            *(f"<author><name>{escape(author)}</name></author>" for author in self.authors),
            f"<arxiv:doi>{self.doi}</arxiv:doi>" if self.doi else "",
        ]
        return f"<entry>{''.join(parts)}</entry>"


def feed(entries: Sequence[str], total: int, start: int = 0) -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>'
        f"<opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>"
        f"{''.join(entries)}</feed>"
    )


def atom(text: str, status: int = 200) -> Response:
    return Response(text, status=status, content_type="application/atom+xml")


def malformed(name: str) -> Response:
    """What arXiv says of an id that it can't read."""
    entry = (
        f"<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{name}</id><title>Error</title>"
        f"<summary>incorrect id format for {name}</summary></entry>"
    )
    return atom(feed([entry], 1), 400)


def status(code: int, body: str = "", **headers: str) -> Fault:
    return lambda request: Response(
        body, status=code, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def text(body: str) -> Fault:
    return lambda request: Response(body, content_type="text/html")


@dataclass
class StandIn:
    """`faults` are taken one a request, None for a right answer; `always` outlasts them. `asked`: the questions so far."""

    works: dict[str, Work] = field(default_factory=dict)
    malformed: frozenset[str] = frozenset()
    generic: bool = False
    faults: list[Fault | None] = field(default_factory=list)
    always: Fault | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    page: int = 2000

    def add(self, *works: Work) -> None:
        self.works |= {work.name: work for work in works}

    @property
    def ids(self) -> list[list[str]]:
        """The id lists that were asked for."""
        return [one["id_list"].split(",") for one in self.asked if one.get("id_list")]

    def __call__(self, request: Request) -> Response:
        self.asked.append(dict(request.args))
        fault = self.faults.pop(0) if self.faults else self.always
        return fault(request) if fault else self.right(request)

    def right(self, request: Request) -> Response:
        start, most = int(request.args["start"]), min(self.page, int(request.args["max_results"]))
        if request.args.get("id_list"):
            entries = list(self._listed(request.args["id_list"].split(",")))
            if bad := next((name for name in request.args["id_list"].split(",") if name in self.malformed), None):
                return Response("Bad Request", status=400) if self.generic else malformed(bad)
        else:
            entries = [work.entry() for work in self.works.values()]
        return atom(feed(entries[start : start + most], len(entries), start))

    def _listed(self, names: Sequence[str]) -> Iterator[str]:
        for name in names:
            plain, _, version = name.rpartition("v") if name[-1:].isdigit() and "v" in name else (name, "", "")
            if plain in self.works:
                yield self.works[plain].entry(int(version) if version else None)


def serve(server: HTTPServer, stand_in: StandIn) -> str:
    """The address of the query."""
    server.expect_request("/api/query").respond_with_handler(stand_in)
    return server.url_for("/api/query")
