"""Every table, as SQLAlchemy Core with typed columns. Journaled tables hold text and whole numbers only: the journal is JSON."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class PaperColumns(TypedColumns):
    """What the editor decided. `added` is UTC with seconds and Z."""

    id: Named[int] = Column(Integer, primary_key=True)
    key: Named[str] = Column(Text, unique=True)
    status: Named[str] = Column(Text)
    starred: Named[int] = Column(Integer, server_default="0")
    added: Named[str] = Column(Text)


class OwnColumns(TypedColumns):
    """What the editor typed over metadata; null where the metadata stands. `authors` is a JSON list."""

    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), primary_key=True)
    title: Named[str | None] = Column(Text)
    authors: Named[str | None] = Column(Text)
    published: Named[str | None] = Column(Text)
    url: Named[str | None] = Column(Text)


class FetchedColumns(TypedColumns):
    """Fetched, or derived from what was fetched. `position` is the order of date: day << 20 | running number.

    `title` and `authors` (JSON list) as received, `readable` the title as shown, `names` the last names of the first three
    authors, one a line. `folded` and `first` tell twins: null and "" where the title is no title. `categories` parted by blanks.
    `arrival` is the intake that brought the paper, null for an edit; `came_as` the status that it had then.
    """

    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), primary_key=True)
    position: Named[int] = Column(Integer, unique=True)
    arxiv: Named[str | None] = Column(Text, unique=True)
    version: Named[int | None] = Column(Integer)
    newer: Named[int | None] = Column(Integer)
    doi: Named[str | None] = Column(Text, unique=True)
    url: Named[str | None] = Column(Text)
    title: Named[str] = Column(Text)
    plain: Named[int] = Column(Integer, server_default="0")
    readable: Named[str] = Column(Text)
    folded: Named[str | None] = Column(Text)
    first: Named[str] = Column(Text)
    authors: Named[str] = Column(Text)
    names: Named[str] = Column(Text)
    author_count: Named[int] = Column(Integer)
    abstract: Named[str] = Column(Text)
    categories: Named[str] = Column(Text)
    comment: Named[str | None] = Column(Text)
    published: Named[str | None] = Column(Text)
    updated: Named[str | None] = Column(Text)
    source: Named[str] = Column(Text)
    seen: Named[int] = Column(Integer, server_default="0")
    to_fetch: Named[int] = Column(Integer, server_default="0")
    fault: Named[str | None] = Column(Text)
    arrival: Named[int | None] = Column(Integer)
    came_as: Named[str | None] = Column(Text)


class MergedColumns(TypedColumns):
    """A paper that was found to be another. No foreign key: what went is gone. Texts may still cite its `key`."""

    id: Named[int] = Column(Integer, primary_key=True)
    into: Named[int] = Column(Integer, index=True)
    key: Named[str] = Column(Text, unique=True)


class PartedColumns(TypedColumns):
    """Two papers that the editor parted: what arrives does not make them one again. `one` is the smaller number."""

    id: Named[int] = Column(Integer, primary_key=True)
    one: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"))
    other: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)


class AliasColumns(TypedColumns):
    """A further identifier of a work, where its own place is taken: a second DOI, address or arXiv id. `kind`: arxiv, doi, url."""

    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    kind: Named[str] = Column(Text)
    value: Named[str] = Column(Text)


class TagColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"))
    name: Named[str] = Column(Text)


class LinkColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    place: Named[int] = Column(Integer)
    title: Named[str] = Column(Text)
    url: Named[str] = Column(Text)


class FigureColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    place: Named[int] = Column(Integer)
    src: Named[str] = Column(Text)
    alt: Named[str | None] = Column(Text)
    caption: Named[str | None] = Column(Text)
    source: Named[str | None] = Column(Text)


class PictureColumns(TypedColumns):
    """Bytes by content. Never journaled, never removed by an edit."""

    src: Named[str] = Column(Text, primary_key=True)
    sha: Named[str] = Column(Text)
    bytes: Named[bytes] = Column(LargeBinary)


class WriteupColumns(TypedColumns):
    """One row a field. `sha` is the hex SHA-256 of the text in UTF-8."""

    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"))
    field: Named[str] = Column(Text)
    text: Named[str] = Column(Text)
    sha: Named[str] = Column(Text)


class RevisionColumns(TypedColumns):
    """Whole texts. No foreign key: revisions outlive the paper."""

    id: Named[int] = Column(Integer, primary_key=True)
    paper: Named[int] = Column(Integer, index=True)
    field: Named[str] = Column(Text)
    text: Named[str | None] = Column(Text)
    sha: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    origin: Named[str] = Column(Text)


class IssueColumns(TypedColumns):
    """`authors` and `tags` are JSON lists; `names` is 1, 2, 3 or all."""

    id: Named[int] = Column(Integer, primary_key=True)
    slug: Named[str] = Column(Text, unique=True)
    title: Named[str] = Column(Text)
    edition: Named[str | None] = Column(Text)
    date: Named[str | None] = Column(Text)
    lead: Named[str | None] = Column(Text)
    cover_src: Named[str | None] = Column(Text)
    cover_alt: Named[str | None] = Column(Text)
    cover_caption: Named[str | None] = Column(Text)
    cover_credit: Named[str | None] = Column(Text)
    authors: Named[str] = Column(Text, server_default="[]")
    tags: Named[str] = Column(Text, server_default="[]")
    names: Named[str] = Column(Text, server_default="3")
    status: Named[str] = Column(Text, server_default="draft")


class SectionColumns(TypedColumns):
    """`place` is kept with gaps; the section without a title has title ""."""

    id: Named[int] = Column(Integer, primary_key=True)
    issue: Named[int] = Column(Integer, ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    place: Named[int] = Column(Integer)
    title: Named[str] = Column(Text)
    text: Named[str | None] = Column(Text)


class EntryColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    section: Named[int] = Column(Integer, ForeignKey("section.id", ondelete="CASCADE"), index=True)
    place: Named[int] = Column(Integer)
    kind: Named[str] = Column(Text)
    paper: Named[int | None] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    title: Named[str | None] = Column(Text)
    url: Named[str | None] = Column(Text)
    text: Named[str | None] = Column(Text)
    byline: Named[str | None] = Column(Text)
    names: Named[str | None] = Column(Text)


class DefinitionColumns(TypedColumns):
    """A reference line as an import found it, until the editor changes the work."""

    id: Named[int] = Column(Integer, primary_key=True)
    issue: Named[int] = Column(Integer, ForeignKey("issue.id", ondelete="CASCADE"))
    paper: Named[int] = Column(Integer, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    text: Named[str] = Column(Text)


class ImportedColumns(TypedColumns):
    """Files that were imported, by the SHA-256 of their bytes."""

    id: Named[int] = Column(Integer, primary_key=True)
    sha: Named[str] = Column(Text, index=True)
    issue: Named[int] = Column(Integer, ForeignKey("issue.id", ondelete="CASCADE"), index=True)


class ArrivalColumns(TypedColumns):
    """An intake that brought papers. `origin`: window or command. `at` is UTC."""

    id: Named[int] = Column(Integer, primary_key=True)
    label: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    origin: Named[str] = Column(Text)


class TrashColumns(TypedColumns):
    """What was removed, and what a merge made one (kind merged). `place`: where it was, in words. `at` is UTC.

    `paper` and `issue` are numbers of what it was or belonged to. No foreign keys: these may be gone.
    """

    id: Named[int] = Column(Integer, primary_key=True)
    kind: Named[str] = Column(Text)
    title: Named[str] = Column(Text)
    place: Named[str | None] = Column(Text)
    paper: Named[int | None] = Column(Integer, index=True)
    issue: Named[int | None] = Column(Integer)
    at: Named[str] = Column(Text)


class TrashedColumns(TypedColumns):
    """A row of what is in the trash as it was (null: it was not), and as a merge left it (null: it went), as JSON objects."""

    id: Named[int] = Column(Integer, primary_key=True)
    trash: Named[int] = Column(Integer, ForeignKey("trash.id", ondelete="CASCADE"), index=True)
    name: Named[str] = Column("tab", Text)
    row: Named[int] = Column(Integer)
    held: Named[str | None] = Column(Text)
    became: Named[str | None] = Column(Text)


class StepColumns(TypedColumns):
    """An edit. `undoes` is the step that it took back. `origin`: window or command. `at` is UTC."""

    id: Named[int] = Column(Integer, primary_key=True)
    label: Named[str] = Column(Text)
    undoes: Named[int | None] = Column(Integer)
    origin: Named[str] = Column(Text)
    at: Named[str] = Column(Text)


class JournalColumns(TypedColumns):
    """A row as it was before a step (null: it was not) and as it became (null: it went), as JSON objects."""

    id: Named[int] = Column(Integer, primary_key=True)
    step: Named[int] = Column(Integer, ForeignKey("step.id", ondelete="CASCADE"))
    name: Named[str] = Column("tab", Text)
    row: Named[int] = Column(Integer)
    before: Named[str | None] = Column(Text)
    after: Named[str | None] = Column(Text)


class AnnouncementColumns(TypedColumns):
    """What a transaction touched, for other processes. `token` names the process that wrote it."""

    id: Named[int] = Column(Integer, primary_key=True)
    token: Named[str] = Column(Text)
    changes: Named[str] = Column(Text)


class SettledColumns(TypedColumns):
    """Numbers that say something of the file itself, a row each: 1 is written by the last transaction of an intake, so that it is on disk,
    2 says that the file holds the writing alone, 3 counts edits and batches, 4 says that it is a copy that nobody opened yet."""

    id: Named[int] = Column(Integer, primary_key=True)
    at: Named[int] = Column(Integer)


paper = Table("paper", metadata, PaperColumns, Index("paper_status", "status"), sqlite_autoincrement=True)
own = Table("own", metadata, OwnColumns)
fetched = Table(
    "metadata",
    metadata,
    FetchedColumns,
    Index("metadata_folded", "folded", "first"),
    Index("metadata_url", "url"),
    Index("metadata_waiting", "to_fetch", sqlite_where=text("to_fetch = 1")),
    Index("metadata_arrival", "arrival", sqlite_where=text("arrival is not null")),
)
merged = Table("merged", metadata, MergedColumns)
parted = Table("parted", metadata, PartedColumns, UniqueConstraint("one", "other"), sqlite_autoincrement=True)
alias = Table("alias", metadata, AliasColumns, UniqueConstraint("kind", "value"), sqlite_autoincrement=True)
tag = Table(
    "tag", metadata, TagColumns, UniqueConstraint("paper", "name"), Index("tag_name", "name"), sqlite_autoincrement=True
)
link = Table("link", metadata, LinkColumns, sqlite_autoincrement=True)
figure = Table("figure", metadata, FigureColumns, sqlite_autoincrement=True)
picture = Table("picture", metadata, PictureColumns)
writeup = Table("writeup", metadata, WriteupColumns, UniqueConstraint("paper", "field"), sqlite_autoincrement=True)
revision = Table("revision", metadata, RevisionColumns, sqlite_autoincrement=True)
issue = Table("issue", metadata, IssueColumns, sqlite_autoincrement=True)
section = Table("section", metadata, SectionColumns, sqlite_autoincrement=True)
entry = Table(
    "entry",
    metadata,
    EntryColumns,
    CheckConstraint("kind in ('paper', 'link', 'mention', 'text')"),
    CheckConstraint("kind != 'paper' or paper is not null"),
    sqlite_autoincrement=True,
)
definition = Table(
    "definition", metadata, DefinitionColumns, UniqueConstraint("issue", "paper"), sqlite_autoincrement=True
)
imported = Table("imported", metadata, ImportedColumns, sqlite_autoincrement=True)
arrival = Table("arrival", metadata, ArrivalColumns, sqlite_autoincrement=True)
trash = Table("trash", metadata, TrashColumns, sqlite_autoincrement=True)
trashed = Table("trashed", metadata, TrashedColumns, sqlite_autoincrement=True)
step = Table("step", metadata, StepColumns, sqlite_autoincrement=True)
journal = Table(
    "journal", metadata, JournalColumns, Index("journal_step", "step", "name", "row"), sqlite_autoincrement=True
)
announcement = Table("announcement", metadata, AnnouncementColumns, sqlite_autoincrement=True)
settled = Table("settled", metadata, SettledColumns)

WHOLE = (
    paper,
    own,
    merged,
    parted,
    alias,
    tag,
    link,
    figure,
    writeup,
    issue,
    section,
    entry,
    definition,
    imported,
    trash,
    trashed,
)
"""Every change is journaled and compared."""

PRESENT = (fetched,)
"""Only that a row came or went is journaled: its columns may change in between."""

KEY = {table.name: next(iter(table.primary_key.columns)).name for table in (*WHOLE, *PRESENT)}
"""The column that names a row, by table."""
