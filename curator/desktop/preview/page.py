"""The issue as the preview shows it: made away from the window's thread."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curator.desktop.theme import Theme
from curator.domain.document import IssueDocument
from curator.domain.issues import Kind

if TYPE_CHECKING:
    from curator.jobs.compose import Unsaved
    from curator.library.library import Library

FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Preview</title>
<style id="look"></style>
<style id="mark"></style>
</head>
<body></body>
</html>
"""
"""What the view loads, once. Its policy is that of the page itself."""

WAYS = """
window.curator = (() => {
  let places = [];

  const followed = () => places.map(one => document.querySelector(one)).find(Boolean);

  const inSight = box => box.bottom > 0 && box.top < innerHeight;

  const mark = () => {
    const chosen = places.find(one => document.querySelector(one));
    document.getElementById("mark").textContent = chosen === undefined ? "" :
      `${chosen} { position: relative; } ${chosen}::before { content: ""; position: absolute; left: -0.8rem; top: 0; bottom: 0;
      width: 2px; background: var(--link); }`;
  };

  const isSame = (a, b) => a.isEqualNode(b) || (a.nodeType === 1 && a.cloneNode(false).isEqualNode(b.cloneNode(false)));

  const renew = (old, now, changed) => {
    const a = [...old.childNodes], b = [...now.childNodes], least = Math.min(a.length, b.length);
    let from = 0, until = 0;
    while (from < least && a[from].isEqualNode(b[from])) from++;
    while (until < least - from && a[a.length - 1 - until].isEqualNode(b[b.length - 1 - until])) until++;
    const goes = a.slice(from, a.length - until), comes = b.slice(from, b.length - until);
    if (goes.length === comes.length && goes.every((one, n) => isSame(one, comes[n]))) {
      goes.forEach((one, n) => one.isEqualNode(comes[n]) || renew(one, comes[n], changed));
      return;
    }
    const after = a[a.length - until] || null;
    goes.forEach(one => one.remove());
    comes.forEach(one => old.insertBefore(one, after));
    const said = comes.filter(one => one.nodeType === 1 || one.textContent.trim());
    if (said.length && said.every(one => one.nodeType === 1)) changed.push(...said);
    else if (goes.length + comes.length) changed.push(old);
  };

  const show = box => {
    if (box.height > innerHeight * 0.8) return;
    if (box.top < 0) scrollBy({top: box.top - 24, behavior: "instant"});
    else if (box.bottom > innerHeight) scrollBy({top: box.bottom - innerHeight + 24, behavior: "instant"});
  };

  const lay = html => {
    const made = document.implementation.createHTMLDocument("").body;
    made.innerHTML = html;
    const folds = document.querySelectorAll("details");
    made.querySelectorAll("details").forEach((fold, n) => { if (folds[n]) fold.open = folds[n].open; });
    const box = followed()?.getBoundingClientRect(), works = box && inSight(box);
    const kept = works ? followed() : [...document.querySelectorAll(
      "main :is(p, li, figure, pre, table, h2, h3, h4)")].find(one => one.getBoundingClientRect().bottom > 0);
    const before = kept?.getBoundingClientRect().top, changed = [];
    renew(document.body, made, changed);
    mark();
    const now = works ? followed() : kept;
    if (now?.isConnected) scrollBy({top: now.getBoundingClientRect().top - before, behavior: "instant"});
    const block = works && followed();
    if (!block) return;
    const last = changed.filter(one => block.contains(one)).pop();
    if (last && last !== block) show(last.getBoundingClientRect());
  };

  const follow = (others, moves) => {
    places = others;
    mark();
    const box = followed()?.getBoundingClientRect();
    if (moves && box && !inSight(box)) scrollBy({top: box.top - innerHeight / 4, behavior: "instant"});
  };

  return {lay, follow};
})();
"""
"""What the application's own script world knows. `lay` shows another body: what is the same stays, with its pictures, its folds and what a
reader has marked; the block that is followed keeps its place on the screen, whatever came above it, and what changed in it is in sight if the
block was; else what stands at the top keeps its place. `follow` marks the first place that there is of several (CSS selectors), and brings it into sight where it is not."""

_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"


@dataclass(frozen=True, slots=True)
class Page:
    """`body` is what stands inside of `<body>` of the exported page, `lay` the script that shows it. `entries`: numbers of entries by paper."""

    issue: int
    body: str
    lay: str
    style: str
    entries: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A block of the page: of an entry, a section, or the issue itself (`field` lead)."""

    entry: int | None = None
    section: int | None = None
    field: str | None = None

    @property
    def selectors(self) -> tuple[str, ...]:
        """CSS selectors for it: itself first, then what it stands in, for where it has no words yet."""
        part = f'[data-field="{self.field}"]' if self.field is not None and self.field.isidentifier() else ""
        whole = ""
        if self.entry is not None:
            whole = f'[data-entry="{self.entry}"]'
        elif self.section is not None:
            whole = f'[data-section="{self.section}"]'
        if not whole:
            return (f".head {part}",) if part else ()
        inner = f"{whole} > {part}" if part else ""
        return tuple(filter(None, (inner, whole)))


def make(library: "Library", issue: int, unsaved: "Unsaved") -> Page:
    """Composes and renders an issue with what is typed and not saved. Slow: beside the window. Raises NotFound."""
    from curator.export import html  # the templates: not before something is shown
    from curator.jobs.compose import compose  # the library's work

    document = compose(library, issue, unsaved)
    body = html.render_body(document)
    return Page(issue, body, f"curator.lay({json.dumps(body)})", html.style(), _entries(document))


def coloured(style: str, theme: Theme) -> str:
    """A style sheet in which the system's choice of light or dark is the window's, and scroll bars are as everywhere in it."""
    chosen = "dark" if theme.dark else "light"
    settled = _SCHEME.sub(lambda found: _ALWAYS if found[1] == chosen else _NEVER, style)
    return f"""{settled}
:root {{ color-scheme: {chosen}; overflow-anchor: none; }}
::-webkit-scrollbar {{ width: 9px; height: 9px; }}
::-webkit-scrollbar-thumb {{ background: {theme.edge.name()}; background-clip: content-box; border: 2px solid transparent; border-radius: 5px; }}
::-webkit-scrollbar-thumb:hover {{ background-color: {theme.dim.name()}; }}
"""


def _entries(document: IssueDocument) -> dict[int, int]:
    return {
        entry.paper: entry.id
        for section in document.sections
        for entry in section.entries
        if entry.paper is not None and entry.kind is Kind.PAPER
    }
