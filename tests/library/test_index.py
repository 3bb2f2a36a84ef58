"""The full-text index follows every change, and says when it does not fit."""

import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from curator.library import index
from curator.library.library import Library
from curator.library.turns import raw_connection
from tests.library.bare import add_paper, column, found, set_status, write_text


def _facets(library: Library) -> set[str]:
    return set(column(library, "select facets from indexed")[0].split())


@pytest.fixture
def paper(library: Library) -> int:
    with library.edit("Add") as edit:
        return add_paper(edit.c, "Training Compute-Optimal Models")


def test_each_part_of_a_paper_is_found(library: Library, paper: int) -> None:
    for match in ("title : optimal", "authors : hoffmann", "abstract : train", "facets : stinbox", "facets : isunread"):
        assert found(library, match) == [paper], match
    with library.edit("Write") as edit:
        write_text(edit.c, paper, "Überall größer", "why")
        write_text(edit.c, paper, "scaling laws", "insights")
    for match in ("why : uberall", "insights : laws", "facets : haswhy", "facets : hasinsights"):
        assert found(library, match) == [paper], match


def test_facets_are_one_token_each(library: Library, paper: int) -> None:
    with library.edit("Tag") as edit:
        edit.c.execute(text("insert into tag(paper, name) values (1, 'To Read!'), (1, 'ÄB')"))
        edit.c.execute(text("insert into link(paper, place, title, url) values (1, 1, 'Code', 'https://example.org')"))
        edit.c.execute(text("insert into figure(paper, place, src) values (1, 1, 'figures/0123456789abcdef.png')"))
        edit.c.execute(text("update paper set starred = 1"))
        edit.c.execute(text("update metadata set to_fetch = 1, seen = 1"))
    expected = {
        "stinbox", "isstarred", "istofetch", "haslink", "hasfigure",
        index.token("so", "arXiv"), index.token("ca", "CS.CL"), index.token("cs", "cs"), index.token("ca", "stat.ml"),
        index.token("cs", "stat"), index.token("tg", "to read!"), index.token("tg", "Äb"),
    }  # fmt: skip
    assert _facets(library) == expected
    for token in expected:
        assert found(library, f"facets : {token}") == [paper]


@pytest.mark.parametrize("categories", ["", " ", "cs.CL", "  cs.CL   cs.CL ", 'a"b \\ [x] \x01', "hep-th math.AG"])
def test_categories_of_any_kind_do_no_harm(library: Library, paper: int, categories: str) -> None:
    with library.edit("Fetch") as edit:
        edit.c.execute(text("update metadata set categories = :c"), {"c": categories})
    wanted = {index.token("ca", one) for one in categories.split(" ") if one}
    assert {token for token in _facets(library) if token.startswith("ca")} == wanted
    assert library.doctor() == []


def test_what_the_editor_typed_over_is_found_and_what_it_covers_is_not(library: Library, paper: int) -> None:
    with library.edit("Title") as edit:
        edit.c.execute(text("insert into own(paper, title, authors) values (1, 'Chinchilla', '[\"Émile B\"]')"))
    assert found(library, "chinchilla") == [paper]
    assert found(library, "emile") == [paper]
    assert found(library, "optimal") == found(library, "hoffmann") == []
    library.undo(edit.step)
    assert found(library, "chinchilla") == []
    assert found(library, "optimal") == [paper]


def test_a_name_with_latex_is_found_as_it_reads(library: Library, paper: int) -> None:
    with library.edit("Fetch") as edit:
        values = {"authors": '["G\\\\\\"odel, Kurt"]', "names": "Gödel"}
        edit.c.execute(text("update metadata set authors = :authors, names = :names"), values)
    assert found(library, "authors : godel") == [paper]
    assert found(library, "authors : kurt") == [paper]


def test_texts_that_move_to_another_paper_are_found_there_alone(library: Library, paper: int) -> None:
    with library.edit("Add") as edit:
        other = add_paper(edit.c, "Another")
        write_text(edit.c, other, "chinchilla")
        edit.c.execute(text("insert into tag(paper, name) values (:p, 'x')"), {"p": other})
    with library.edit("Merge") as edit:
        edit.c.execute(text("update writeup set paper = 1"))
        edit.c.execute(text("update tag set paper = 1"))
    assert found(library, "chinchilla") == found(library, "facets : tg78") == [paper]
    assert library.doctor() == []


def test_a_corrected_date_moves_the_entry(library: Library, paper: int) -> None:
    with library.edit("Add") as edit:
        newer = add_paper(edit.c, "Training more")
    assert found(library, "training") == [newer, paper]
    with library.edit("Date") as edit:
        edit.c.execute(
            text("update metadata set position = position + (5 << 20), published = '2022-04-11' where paper = :p"),
            {"p": paper},
        )
    assert found(library, "training") == [paper, newer]
    assert library.doctor() == []


def test_a_removed_paper_is_not_found(library: Library, paper: int) -> None:
    with library.edit("Write") as edit:
        write_text(edit.c, paper, "chinchilla")
    with library.edit("Remove") as edit:
        edit.c.execute(text("delete from paper"))
    assert found(library, "training") == found(library, "chinchilla") == []
    assert library.doctor() == []


def test_an_edit_that_is_rolled_back_leaves_nothing_to_index(library: Library, paper: int) -> None:
    with pytest.raises(ZeroDivisionError), library.edit("Ready") as edit:
        set_status(edit.c, paper, "ready")
        raise ZeroDivisionError
    with library.edit("Star") as edit:
        edit.c.execute(text("update paper set starred = 1"))
        assert edit.c.execute(text("select count(*) from temp.touched")).scalar_one() == 1
    assert library.doctor() == []


@pytest.mark.parametrize(
    "damage",
    [
        "update metadata set readable = 'Stale' where paper = 1",
        "delete from writeup",
        "insert into words(words, rowid, title) values ('delete', 7, 'ghost')",
        "insert into words(rowid, title) values (7, 'ghost')",
    ],
)
def test_an_index_that_does_not_fit_is_seen_and_made_anew(library: Library, paper: int, damage: str) -> None:
    with library.edit("Write") as edit:
        write_text(edit.c, paper, "words")
    library.close_step(edit.step)
    with library._database.editor.connect() as c:
        raw = raw_connection(c)
        for name in [
            row[0]
            for row in raw.execute("select name from sqlite_temp_schema where name like 'touch_%' and type = 'trigger'")
        ]:
            raw.execute(f"drop trigger temp.{name}")
        raw.execute(damage)
    with library.edit("Anything") as edit:
        edit.c.execute(text("update paper set starred = 1"))
        with pytest.raises(DatabaseError) as caught:
            index.check(edit.c)
    assert isinstance(caught.value.orig, sqlite3.Error)
    assert caught.value.orig.sqlite_errorname == "SQLITE_CORRUPT_VTAB"
    assert [(fault.check, fault.fixed) for fault in library.doctor()] == [("index", False)]
    assert [(fault.check, fault.fixed) for fault in library.doctor(fix=True)] == [("index", True)]
    assert library.doctor() == []


def test_terms_are_lent_to_readers(library: Library, paper: int) -> None:
    assert column(library, "select term from temp.terms where term >= 'opt' and term < 'opu'") == ["optimal"]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1))
def test_tokens_are_the_same_in_sql_and_here(library: Library, name: str) -> None:
    clean = name.replace("\0", "").encode("utf-8", "replace").decode()
    with library.read() as reading:
        assert reading.c.execute(
            text("select 'tg' || lower(hex(lower(:n)))"), {"n": clean}
        ).scalar_one() == index.token("tg", clean)


def test_the_index_is_asked_in_its_own_order(library: Library, explain: Callable[[str], str]) -> None:
    plan = explain("select rowid from words where words match 'training' order by rowid desc limit 50")
    assert "TEMP B-TREE" not in plan
    assert "metadata" not in plan


@pytest.fixture
def explain(library: Library) -> Callable[[str], str]:
    def plan(question: str) -> str:
        with library.read() as reading:
            return "\n".join(str(row) for row in reading.c.execute(text(f"explain query plan {question}")))

    return plan


def test_an_entry_is_made_by_keys_alone(library: Library, explain: Callable[[str], str]) -> None:
    """No trigger may read a whole table for one paper."""
    plan = explain("select * from main.indexed where paper = 1")
    scanned = [line.split("SCAN ")[1].split("'")[0] for line in plan.splitlines() if "SCAN " in line]
    assert {name for name in scanned if not name.startswith("(")} == {"c", "CONSTANT ROW"}
    assert plan.count("SEARCH") >= 8
