"""Mends what doctor found, where what is there says how it has to be: nothing is guessed, no word of the editor's goes away.

Everything is done in one edit, so that it is in the history, the index follows, and windows are told.
"""

import json
from datetime import datetime

from sqlalchemy import Connection, text

from curator.domain.issues import IssueStatus, Kind
from curator.domain.papers import Status
from curator.domain.slugs import slug_of
from curator.library import ailments, index, orphans, positions, wholeness
from curator.library import tables as t
from curator.library.moments import as_text
from curator.library.places import GAP, write_places
from curator.library.turns import raw_connection

FOUND = "other"
"""The origin of a revision that holds what stood in a text's place."""


def mend(c: Connection, now: datetime, odd_pictures: list[str]) -> None:
    """All that can be mended. `odd_pictures` are those whose bytes and sum differ.

    The search index is made anew: rows that came and went without it can't be taken out of it one by one.
    """
    _texts_that_are_none(c)
    _history(c)
    orphans.adopt(c, now)
    for work in (_dates, _lists, _words, _entries, _citations, _slugs, _merged, _places):
        work(c)
    orphans.give_metadata(c, now)
    _positions(c)
    _texts(c, now)
    _revisions(c)
    _pictures(c, odd_pictures)
    index.forget_touched(c)
    index.rebuild(c)


def _texts_that_are_none(c: Connection) -> None:
    """Bytes that are no UTF-8 become U+FFFD; a write-up's text is looked for among its revisions instead."""
    raw = raw_connection(c)
    for table, column, row in list(wholeness.unreadable_texts(raw)):
        if table in ("writeup", "revision") and column in ("text", "sha"):
            continue
        words = raw.execute(f'select cast("{column}" as blob) from "{table}" where rowid = ?', (row,)).fetchone()[0]
        raw.execute(f'update "{table}" set "{column}" = ? where rowid = ?', (words.decode("utf-8", "replace"), row))


def _history(c: Connection) -> None:
    unreadable = "not json_valid(coalesce(before, '{}')) or not json_valid(coalesce(after, '{}'))"
    c.execute(text(f"delete from step where id in (select step from journal where {unreadable})"))
    c.execute(text(f"delete from journal where step not in (select id from step) or {unreadable}"))
    c.execute(text("delete from announcement where not json_valid(changes)"))


def _dates(c: Connection) -> None:
    """What is no date says nothing; a moment becomes that of the row before, since rows are numbered as they come."""
    for table, _, column in ailments.DATES:
        c.execute(text(f"update {table} set {column} = null where {ailments.no_date(column)}"))
    for table, key, column in ailments.MOMENTS:
        odd = (
            c.execute(text(f"select {key} from {table} where {ailments.no_moment(column)} order by 1")).scalars().all()
        )
        for number in odd:
            near = (
                f"select {column} from {table} where not ({ailments.no_moment(column)})"
                f" order by {key} > :row, case when {key} < :row then -{key} else {key} end limit 1"
            )
            moment = c.execute(text(near), {"row": number}).scalar_one_or_none() or "1970-01-01T00:00:00Z"
            c.execute(
                text(f"update {table} set {column} = :moment where {key} = :row"), {"moment": moment, "row": number}
            )


def _lists(c: Connection) -> None:
    """A list that can't be read becomes the list of this one text: each of its letters is kept."""
    for table, key, column in ailments.LISTS:
        odd = c.execute(text(f"select {key}, {column} from {table} where {ailments.no_list(column)}")).all()
        for number, words in odd:
            kept = json.dumps([words] if words else [], ensure_ascii=False)
            c.execute(text(f"update {table} set {column} = :kept where {key} = :row"), {"kept": kept, "row": number})


def _words(c: Connection) -> None:
    """A word that nobody knows: the status that the rules of the house would have given, or what stands where nothing was chosen."""
    known = ailments.listed(Status)
    c.execute(text(f"update paper set status = {orphans.STATUS_AS_IT_IS} where status not in ({known})"))
    c.execute(text(f"update issue set status = 'draft' where status not in ({ailments.listed(IssueStatus)})"))
    c.execute(text("update issue set names = '3' where names not in ('1', '2', '3', 'all')"))
    c.execute(text("update entry set names = null where names not in ('1', '2', '3', 'all')"))
    for table in ("writeup", "revision"):
        names = [name for one, column, words in ailments.WORDS if (one, column) == (table, "field") for name in words]
        odd = c.execute(text(f"select id, field from {table} where field not in ({ailments.listed(names)})")).all()
        for number, field in odd:
            near = [name for name in names if _bits_apart(name, field) == 1]
            if len(near) == 1:  # one bit of its name flipped
                c.execute(
                    text(f"update or ignore {table} set field = :field where id = :row"),
                    {"field": near[0], "row": number},
                )
    kind = (
        "case when paper is not null and text is null then 'paper' when paper is not null then 'mention'"
        " when url is not null then 'link' else 'text' end"
    )
    c.execute(text(f"update entry set kind = {kind} where kind not in ({ailments.listed(Kind)})"))


def _bits_apart(one: str, other: str) -> int:
    """In how many bits two words differ, of as many as the longer has."""
    pairs = zip(one.encode().ljust(len(other), b"\0"), other.encode().ljust(len(one), b"\0"), strict=False)
    return sum((a ^ b).bit_count() for a, b in pairs)


def _entries(c: Connection) -> None:
    """One that shows no paper: what it says stays."""
    c.execute(
        text(
            "delete from entry where kind = 'paper' and paper is null"
            " and text is null and title is null and url is null and byline is null"
        )
    )
    c.execute(
        text(
            "update entry set text = coalesce(text, title, byline), kind = case when url is null then 'text' else 'mention' end"
            " where kind = 'paper' and paper is null"
        )
    )


def _citations(c: Connection) -> None:
    """A key that is none is given anew, unless a text cites it as it is."""
    cited = " or ".join(
        f"exists (select 1 from {table} where instr({column}, '@' || paper.key))"
        for table, column in (("writeup", "text"), ("section", "text"), ("entry", "text"), ("issue", "lead"))
    )
    question = f"select id from paper where {ailments.BAD_KEY} and (key = '' or not ({cited}))"
    for number in c.execute(text(question)).scalars().all():
        c.execute(
            text("update paper set key = :key where id = :row"), {"key": orphans.key_for(c, number), "row": number}
        )


def _slugs(c: Connection) -> None:
    twins = "exists (select 1 from issue i where lower(i.slug) = lower(issue.slug) and i.id < issue.id)"
    question = f"select id, title, edition from issue where {ailments.BAD_SLUG} or {twins} order by id"
    for number, title, edition in c.execute(text(question)).all():
        taken = set(c.execute(text("select lower(slug) from issue where id != :row"), {"row": number}).scalars())
        slug = slug_of(title, edition, taken.__contains__)
        c.execute(text("update issue set slug = :slug where id = :row"), {"slug": slug, "row": number})


def _merged(c: Connection) -> None:
    """A way over several papers leads straight to the last; one that leads nowhere, or round and round, is no way."""
    ways: dict[int, int] = dict(raw_connection(c).execute('select id, "into" from merged'))
    there = set(c.execute(text("select id from paper")).scalars())
    kept = set(c.execute(text("select paper from trash where paper is not null")).scalars())
    for number, into in ways.items():
        passed = {number}
        while into not in there | kept and into in ways and into not in passed:
            passed.add(into)
            into = ways[into]
        if into not in there | kept or number in there:
            c.execute(text("delete from merged where id = :row"), {"row": number})
        elif into != ways[number]:
            c.execute(text('update merged set "into" = :into where id = :row'), {"into": into, "row": number})


def _places(c: Connection) -> None:
    for name, parent in ailments.PLACES:
        table = t.metadata.tables[name]
        twice = text(f"select {parent} from {name} group by {parent}, place having count(*) > 1")
        for number in sorted(set(c.execute(twice).scalars())):
            rows = c.execute(text(f"select id from {name} where {parent} = :of order by place, id"), {"of": number})
            write_places(c, table, {row: (at + 1) * GAP for at, row in enumerate(rows.scalars().all())})


def _positions(c: Connection) -> None:
    stray = next(rule.question for rule in ailments.RULES if rule.check == "positions")
    positions.settle(c, c.execute(text(stray)).scalars().all())


def _texts(c: Connection, now: datetime) -> None:
    """From its newest revision that is whole; what stood there is kept as a revision."""
    for odd in _odd(c, "writeup"):
        sound = _newest_sound(c, odd)
        if sound is None:
            continue
        if odd.text is not None and odd.text != sound:
            words = odd.text.decode("utf-8", "replace")
            values = {
                "paper": odd.paper,
                "field": odd.field,
                "words": words,
                "sha": wholeness.sum_of(words.encode()),
                "at": as_text(now),
            }
            c.execute(
                text(
                    "insert into revision(paper, field, text, sha, at, origin)"
                    f" values (:paper, :field, :words, :sha, :at, '{FOUND}')"
                ),
                values,
            )
        c.execute(
            text("update writeup set text = :words, sha = :sha where id = :row"),
            {"words": sound.decode(), "sha": wholeness.sum_of(sound), "row": odd.id},
        )


def _newest_sound(c: Connection, odd: wholeness.Odd) -> bytes | None:
    theirs = (
        "select cast(text as blob), sha from revision where field = :field and text is not null and (paper = :paper"
        ' or paper in (select id from merged where "into" = :paper)) order by id desc'
    )
    rows = c.execute(text(theirs), {"field": odd.field, "paper": odd.paper}).all()
    whole = [words for words, sha in rows if wholeness.is_whole(words, sha) and wholeness.is_text(words)]
    same = [words for words in whole if wholeness.sum_of(words) == odd.sha]
    return next(iter(same or whole), None)


def _revisions(c: Connection) -> None:
    """One whose sum another text has is that text; of one that was a text's own, the sum is made anew."""
    for odd in _odd(c, "revision"):
        for table in ("writeup", "revision"):
            found = c.execute(
                text(f"select cast(text as blob) from {table} where sha = :sha and text is not null and id != :row"),
                {"sha": odd.sha, "row": odd.id if table == "revision" else 0},
            ).scalars()
            whole = next((words for words in found if wholeness.is_whole(words, odd.sha)), None)
            if whole is not None:
                c.execute(
                    text("update revision set text = :words where id = :row"), {"words": whole.decode(), "row": odd.id}
                )
                break
        else:
            if odd.text is not None and _is_known(c, odd):
                c.execute(
                    text("update revision set sha = :sha where id = :row"),
                    {"sha": wholeness.sum_of(odd.text), "row": odd.id},
                )


def _is_known(c: Connection, odd: wholeness.Odd) -> bool:
    """Whether this very text stands elsewhere with the right sum: then it was the sum that changed."""
    if odd.text is None or not wholeness.is_text(odd.text):
        return False
    sha = wholeness.sum_of(odd.text)
    return any(
        c.execute(text(f"select 1 from {table} where sha = :sha limit 1"), {"sha": sha}).first()
        for table in ("writeup", "revision")
    )


def _pictures(c: Connection, odd: list[str]) -> None:
    """Bytes that fit their name: it was the sum that changed."""
    for src in odd:
        data = c.execute(text("select bytes from picture where src = :src"), {"src": src}).scalar_one_or_none()
        sha = wholeness.sum_of(data) if isinstance(data, bytes) else ""
        if sha and f"figures/{sha[:16]}." in src:
            c.execute(text("update picture set sha = :sha where src = :src"), {"sha": sha, "src": src})


def _odd(c: Connection, table: str) -> list[wholeness.Odd]:
    found: list[wholeness.Odd] = []
    last: int | None = 0
    while last is not None:
        odd, last = wholeness.odd_texts(raw_connection(c), table, last)
        found += odd
    return found
