"""Keeps the full-text index, and is the only writer of it: it follows what changed, before each commit.

The index stands over a view of plain tables; its rowid is `metadata.position`, so that newest first is its own order. Triggers can't
write it (the schema is not trusted), so temporary ones note each entry as it was before the first change to anything that it
is made of; `write` takes these out and puts in what the view says now. No caller, cascade or undo can forget it.
"""

import sqlite3

from sqlalchemy import Connection, text

COLUMNS = "title, authors, abstract, why, insights, facets"

_HEX = "lower(hex(lower({})))"
_EACH = """(with recursive c(value, rest) as (select '', m.categories || ' ' union all
 select substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) from c where rest != '')
 select group_concat({}, '') from c where value != '')"""
_ARCHIVE = "substr(value, 1, iif(instr(value, '.'), instr(value, '.') - 1, length(value)))"

VIEW = f"""create view indexed as select m.position as position, p.id as paper, coalesce(o.title, m.readable) as title,
 coalesce(o.authors, m.authors || iif(instr(m.authors, '\\'), ' ' || m.names, '')) as authors, m.abstract as abstract,
 coalesce(w.text, '') as why, coalesce(k.text, '') as insights,
 'st' || p.status || coalesce(' so' || {_HEX.format("nullif(m.source, '')")}, '')
 || iif(p.starred, ' isstarred', '') || iif(m.seen, '', ' isunread') || iif(m.to_fetch, ' istofetch', '')
 || iif(w.id is null, '', ' haswhy') || iif(k.id is null, '', ' hasinsights')
 || iif(exists (select 1 from figure where paper = p.id), ' hasfigure', '')
 || iif(exists (select 1 from link where paper = p.id), ' haslink', '')
 || coalesce({_EACH.format(f"' ca' || {_HEX.format('value')} || ' cs' || {_HEX.format(_ARCHIVE)}")}, '')
 || coalesce((select group_concat(' tg' || {_HEX.format("name")}, '') from (select name from tag where paper = p.id order by name)), '')
 as facets
 from paper p join metadata m on m.paper = p.id left join own o on o.paper = p.id
 left join writeup w on w.paper = p.id and w.field = 'why' left join writeup k on k.paper = p.id and k.field = 'insights'"""

INDEX = f"""create virtual table words using fts5({COLUMNS}, content='indexed', content_rowid='position',
 tokenize='unicode61 remove_diacritics 2')"""

# Each portion of an intake is a segment of the index. Merged by eight and not by four, they are written anew less often: an intake
# takes a tenth less, and a search in twice as many segments no longer.
SCHEMA = (VIEW, INDEX, "insert into words(words, rank) values ('automerge', 8)")

_SOURCES = {
    "paper": "id",
    "metadata": "paper",
    "own": "paper",
    "writeup": "paper",
    "tag": "paper",
    "link": "paper",
    "figure": "paper",
}
_OUT = text(
    f"insert into words(words, rowid, {COLUMNS}) select 'delete', position, {COLUMNS} from temp.touched "
    "where position is not null order by position"
)
_IN = text(
    f"insert into words(rowid, {COLUMNS}) select position, {COLUMNS} from main.indexed "
    "where paper in (select paper from temp.touched) order by position"
)
_TOUCHED = text("select paper from temp.touched")
_CLEAR = text("delete from temp.touched")


def token(kind: str, value: str) -> str:
    """One token of the column `facets`: kind is st, so, ca, cs or tg. Of A to Z alone case is no matter, as in SQLite's `lower`."""
    if kind == "st":
        return kind + value
    return kind + value.encode().lower().hex()


def watch(c: sqlite3.Connection) -> None:
    """Makes a connection note what will have to be indexed anew. For each connection that writes."""
    c.execute(f"create temp table touched(paper integer primary key, position integer, {COLUMNS})")
    for name, key in _SOURCES.items():
        # A paper that is new has no number yet before it is inserted; its metadata brings it in.
        for event in ("insert", "update", "delete") if name != "paper" else ("update", "delete"):
            rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[event]
            notes = " ".join(_note(f"{row}.{key}") for row in rows)
            c.execute(f"create temp trigger touch_{name}_{event} before {event} on main.{name} begin {notes} end")


def lend_terms(c: sqlite3.Connection) -> None:
    """Gives a reading connection the vocabulary of the index as `temp.terms(term, doc, cnt)`."""
    c.execute("create virtual table temp.terms using fts5vocab(main, words, row)")


def write(c: Connection) -> list[int]:
    """Entries as they were go out, with the very values they were made from; what the view says now goes in.

    The last thing of a transaction, or of a portion of it. Returns the papers that were touched since the last time.
    """
    papers = list(c.execute(_TOUCHED).scalars())
    if papers:
        c.execute(_OUT)
        c.execute(_IN)
        c.execute(_CLEAR)
    return papers


def check(c: Connection) -> None:
    """Compares the whole index with the view; the library is locked for writers meanwhile (0.8 s for 50,000 papers).

    Raises what SQLite says, SQLITE_CORRUPT_VTAB, of a stale, missing or ghost entry.
    """
    c.execute(text("insert into words(words, rank) values ('integrity-check', 1)"))


def forget_touched(c: Connection) -> None:
    """What was noted need not be written any more: the index is made anew in this very transaction."""
    c.execute(_CLEAR)


def rebuild(c: Connection) -> None:
    """Makes the index anew from the view."""
    c.execute(text("insert into words(words) values ('rebuild')"))


def _note(paper: str) -> str:
    values = ", ".join(COLUMNS.split(", "))
    return (
        f"insert into touched select paper, position, {values} from main.indexed "
        f"where paper = {paper} and not exists (select 1 from touched where paper = {paper}); "
        f"insert into touched(paper) select {paper} "
        f"where {paper} is not null and not exists (select 1 from touched where paper = {paper});"
    )
