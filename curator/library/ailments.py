"""What can be wrong with the rows of a library: one line each, as the question that finds such rows and the sentence that names them."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curator.domain.bylines import SHAPES
from curator.domain.identifiers import Kind as Name
from curator.domain.issues import IssueStatus, Kind
from curator.domain.papers import Status
from curator.domain.slugs import LONGEST
from curator.domain.writeups import FIELDS

NAMED = 5
"""So many rows of one ailment are named; of further ones it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Ailment:
    """Something that is wrong, in a sentence that says what to do. `check` is its kind, a word; `fixed`: it no longer is.

    `can_mend`: what is there says how it has to be, so that nothing is guessed.
    """

    check: str
    message: str
    fixed: bool = False
    can_mend: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`question` selects what fills the places of `sentence`. `can_mend`: mending.py has a way."""

    check: str
    question: str
    sentence: str
    can_mend: bool = True


def listed(values: Iterable[str]) -> str:
    """Words as a list of SQL."""
    return ", ".join(f"'{value}'" for value in values)


def no_date(column: str) -> str:
    """True in SQL for what is no day of the years 1 to 9999, written as such."""
    return f"{column} is not null and (date({column}) is not {column} or {column} < '0001')"


def no_moment(column: str) -> str:
    """True in SQL for what is no moment as the library writes them."""
    return f"{column} is not strftime('%Y-%m-%dT%H:%M:%SZ', {column})"


def no_list(column: str) -> str:
    """A column that is no JSON list of texts; json_type of what is no JSON is an error, so it is asked last."""
    return (
        f"{column} is not null and case when not json_valid({column}) then 1 when json_type({column}) is not 'array' then 1 "
        f"else exists (select 1 from json_each({column}) where type != 'text') end"
    )


DAY = "cast(julianday(coalesce(o.published, m.published, substr(p.added, 1, 10))) - 1721424.5 as integer)"

DATES = (
    ("metadata", "paper", "published"),
    ("metadata", "paper", "updated"),
    ("own", "paper", "published"),
    ("issue", "id", "date"),
)
MOMENTS = (("paper", "id", "added"), ("revision", "id", "at"), ("step", "id", "at"))
LISTS = (
    ("metadata", "paper", "authors"),
    ("own", "paper", "authors"),
    ("issue", "id", "authors"),
    ("issue", "id", "tags"),
)
PLACES = (("link", "paper"), ("figure", "paper"), ("section", "issue"), ("entry", "section"))
WORDS = (
    ("paper", "status", tuple(Status)),
    ("issue", "status", tuple(IssueStatus)),
    ("issue", "names", SHAPES),
    ("entry", "names", SHAPES),
    ("entry", "kind", tuple(Kind)),
    ("alias", "kind", tuple(Name)),
    ("writeup", "field", tuple(field.name for field in FIELDS)),
    ("revision", "field", tuple(field.name for field in FIELDS)),
)
"""Columns that hold one of a few words, by table."""
FIXED_WORDS = {
    ("writeup", "field"),
    ("revision", "field"),
    ("paper", "status"),
    ("issue", "status"),
    ("issue", "names"),
    ("entry", "names"),
    ("entry", "kind"),
}

BAD_KEY = "(key = '' or key glob '*[^a-z0-9]*')"
BAD_SLUG = f"(slug = '' or slug glob '*[^a-z0-9-]*' or slug glob '-*' or slug glob '*-' or length(slug) > {LONGEST})"
LEADS_ASTRAY = (
    'not exists (select 1 from paper p where p.id = m."into") and not exists (select 1 from trash x where x.paper = m."into")'
    " or exists (select 1 from paper p where p.id = m.id)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "metadata",
        "select p.id from paper p left join metadata m on m.paper = p.id where m.paper is null",
        "Paper {0} has lost its metadata: it can't be shown.",
    ),
    *(
        Rule(
            "dates",
            f"select {key}, {column} from {table} where {no_date(column)}",
            f"“{column}” of {table} {{0}} is no date: “{{1}}”.",
        )
        for table, key, column in DATES
    ),
    *(
        Rule(
            "dates",
            f"select {key}, {column} from {table} where {no_moment(column)}",
            f"“{column}” of {table} {{0}} is no moment: “{{1}}”.",
        )
        for table, key, column in MOMENTS
    ),
    Rule(
        "positions",
        f"select m.paper from metadata m join paper p on p.id = m.paper left join own o on o.paper = m.paper where (m.position >> 20) is not {DAY}",
        "Paper {0} does not stand at its date in the order of date.",
    ),
    *(
        Rule(
            "lists",
            f"select {key} from {table} where {no_list(column)}",
            f"“{column}” of {table} {{0}} is no list that can be read.",
        )
        for table, key, column in LISTS
    ),
    *(
        Rule(
            "words",
            f"select rowid, {column} from {table} where {column} is not null and {column} not in ({listed(words)})",
            f"The {column} of {table} {{0}} is “{{1}}”, which nobody knows.",
            can_mend=(table, column) in FIXED_WORDS,
        )
        for table, column, words in WORDS
    ),
    Rule(
        "citations",
        f"select id, key from paper where {BAD_KEY}",
        "Paper {0} can't be cited: its key “{1}” is none.",
    ),
    Rule(
        "entries",
        "select id from entry where kind = 'paper' and paper is null",
        "Entry {0} is to show a paper, and names none.",
    ),
    *(
        Rule(
            "places",
            f"select {parent} from {table} group by {parent}, place having count(*) > 1",
            f"Two rows of “{table}” have one place in {parent} {{0}}: their order is left to chance.",
        )
        for table, parent in PLACES
    ),
    *(
        Rule(
            "identifiers",
            f"select a.paper, m.paper, a.value from alias a join metadata m on m.{kind} = a.value where a.kind = '{kind}' and m.paper != a.paper",
            "Papers {0} and {1} both go by “{2}”: they are one work. Add it again, which makes them one.",
            can_mend=False,
        )
        for kind in ("arxiv", "doi", "url")
    ),
    Rule(
        "identifiers",
        "select min(paper), max(paper), url from metadata where url is not null group by url having count(*) > 1",
        "Papers {0} and {1} both go by “{2}”: they are one work. Add it again, which makes them one.",
        can_mend=False,
    ),
    Rule(
        "slugs",
        f"select id, slug from issue where {BAD_SLUG}",
        "The slug of issue {0} is none: “{1}”. Its page would have no address.",
    ),
    Rule(
        "slugs",
        "select min(id), max(id), lower(slug) from issue group by lower(slug) having count(*) > 1",
        "Issues {0} and {1} have one slug, “{2}”: the page of one would lie over that of the other.",
    ),
    Rule(
        "merged",
        f"select m.id from merged m where {LEADS_ASTRAY}",
        "Paper {0} was found to be another one, but leads to none.",
    ),
    Rule(
        "history",
        "select j.step from journal j where not exists (select 1 from step s where s.id = j.step) group by j.step",
        "The history holds rows of step {0}, which is no longer kept.",
    ),
    Rule(
        "history",
        "select step from journal where not json_valid(coalesce(before, '{}')) or not json_valid(coalesce(after, '{}')) group by step",
        "Step {0} of the history can't be read, so it can't be taken back.",
    ),
    Rule(
        "history",
        "select id from announcement where not json_valid(changes)",
        "Announcement {0} to other windows can't be read.",
    ),
    Rule(
        "trash",
        "select trash from trashed where not json_valid(coalesce(held, '{}')) or not json_valid(coalesce(became, '{}')) group by trash",
        "What lies in the trash as number {0} can't be read, so it can't be brought back.",
        can_mend=False,
    ),
    Rule(
        "pictures",
        "select id, src from figure where src not in (select src from picture)",
        "Figure {0} has lost its picture “{1}”. Put it in again.",
        can_mend=False,
    ),
    Rule(
        "pictures",
        "select id, cover_src from issue where cover_src is not null and cover_src not in (select src from picture)",
        "The cover of issue {0} has lost its picture “{1}”. Put it in again.",
        can_mend=False,
    ),
)


def broken_rules(c: sqlite3.Connection) -> Iterator[Ailment]:
    """Every rule that rows of this snapshot break. A table that an older or newer version lacks is passed over."""
    for rule in RULES:
        # As bytes: a text that is none any more must not keep the others from being named.
        before, c.text_factory = c.text_factory, bytes
        try:
            rows = c.execute(rule.question).fetchmany(1000)
        finally:
            c.text_factory = before
        for row in rows[:NAMED]:
            yield Ailment(rule.check, rule.sentence.format(*map(_shown, row)), can_mend=rule.can_mend)
        if len(rows) > NAMED:
            more = f"at least {len(rows) - NAMED}" if len(rows) == 1000 else str(len(rows) - NAMED)
            yield Ailment(rule.check, f"There are {more} more like the one before.", can_mend=rule.can_mend)


def _shown(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
