"""Rows out of the bare bytes of a library's file, where SQLite finds no way to them: each page is read for itself.

The form of pages, cells and records is that of the SQLite file format, https://www.sqlite.org/fileformat2.html. What is no row gives
nothing; no byte of a damaged file raises an error here.
"""

from collections.abc import Iterator
from typing import NamedTuple

Value = int | float | str | bytes | None

HEADER = 100  # bytes before the first page's own
_LEAF, _INTERIOR = 0x0D, 0x05
_SIZES = tuple(1 << power for power in range(9, 17))
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LONGEST = 1 << 28  # bytes of one row; what says more is no row


class Row(NamedTuple):
    """A row of some table: `values` as stored, a whole-number key as None; texts as bytes, so that their sums can be told."""

    rowid: int
    values: tuple[Value, ...]


def page_size(data: memoryview) -> int:
    """What the first page says; where it says nothing that can be, the size at which pages look like pages."""
    said = int.from_bytes(data[16:18], "big")
    said = 65536 if said == 1 else said
    if said in _SIZES:
        return said
    # The true size has as many leaves as any smaller one, a larger one passes over every second of them.
    counts = {size: sum(_is_leaf(data, at, size) for at in range(size, len(data), size)) for size in _SIZES}
    return max(size for size, count in counts.items() if 4 * count >= 3 * max(counts.values()))


def rows(data: memoryview, size: int) -> Iterator[tuple[Row, int]]:
    """Every row on every leaf of a table that is in use, with the number of its page."""
    free = free_pages(data, size)
    for number in range(1, len(data) // size + 1):
        if number not in free:
            for row in on_page(data, number, size):
                yield row, number


def roots(data: memoryview, size: int) -> dict[str, int]:
    """The first page of each table by its name, as far as the schema can be read."""
    found: dict[str, int] = {}
    for number in leaves(data, size, 1)[0]:
        for row in on_page(data, number, size):
            kind, name, root = (row.values[at] if len(row.values) == 5 else None for at in (0, 1, 3))
            if kind == b"table" and isinstance(name, bytes) and isinstance(root, int):
                found[name.decode("utf-8", "replace")] = root
    return found


def leaves(data: memoryview, size: int, root: int) -> tuple[frozenset[int], bool]:
    """The leaves below a page, as far as the pages between can be read; and whether all of them could, with each of their cells."""
    found: set[int] = set()
    seen: set[int] = set()
    is_whole = True
    ahead = [root]
    while ahead:
        number = ahead.pop()
        if not 0 < number <= len(data) // size or number in seen:
            is_whole = False
            continue
        seen.add(number)
        page = data[(number - 1) * size : number * size]
        head = HEADER if number == 1 else 0
        if page[head] == _LEAF:
            found.add(number)
            cells = int.from_bytes(page[head + 3 : head + 5], "big")
            is_whole = is_whole and cells == sum(1 for _ in on_page(data, number, size))
        elif page[head] == _INTERIOR:
            ahead.append(int.from_bytes(page[head + 8 : head + 12], "big"))
            cells = min(int.from_bytes(page[head + 3 : head + 5], "big"), (size - head - 12) // 2)
            for at in range(cells):
                place = head + 12 + 2 * at
                start = int.from_bytes(page[place : place + 2], "big")
                ahead.append(int.from_bytes(page[start : start + 4], "big"))
        else:
            is_whole = False
    return frozenset(found), is_whole


def free_pages(data: memoryview, size: int) -> frozenset[int]:
    """Pages that are not in use, so that what stands on them is of old; as far as their list can be read."""
    found: set[int] = set()
    trunk = int.from_bytes(data[32:36], "big")
    count = len(data) // size
    while 1 < trunk <= count and trunk not in found:
        found.add(trunk)
        page = data[(trunk - 1) * size : trunk * size]
        listed = min(int.from_bytes(page[4:8], "big"), (size - 8) // 4)
        found.update(int.from_bytes(page[8 + 4 * at : 12 + 4 * at], "big") for at in range(listed))
        trunk = int.from_bytes(page[:4], "big")
    return frozenset(found)


def _is_leaf(data: memoryview, at: int, size: int) -> bool:
    head = data[at : at + 8]
    return len(head) == 8 and head[0] == _LEAF and 0 < int.from_bytes(head[3:5], "big") < size // 4


def on_page(data: memoryview, number: int, size: int) -> Iterator[Row]:
    """The rows of one page, if it is a leaf of a table."""
    page = data[(number - 1) * size : number * size]
    head = HEADER if number == 1 else 0
    if page[head] != _LEAF:
        return
    cells = int.from_bytes(page[head + 3 : head + 5], "big")
    for at in range(min(cells, (size - head - 8) // 2)):
        place = head + 8 + 2 * at
        start = int.from_bytes(page[place : place + 2], "big")
        if head + 8 <= start < size:
            found = _cell(data, page, start, size)
            if found is not None:
                yield found


def _cell(data: memoryview, page: memoryview, at: int, size: int) -> Row | None:
    length, at = _varint(page, at)
    rowid, at = _varint(page, at)
    if not 0 < length <= _LONGEST or at >= size:
        return None
    most = size - 35
    local = length
    if length > most:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        local = local if local <= most else least
    payload = bytes(page[at : at + local])
    if len(payload) < local:
        return None
    if local < length:
        rest = _overflow(data, int.from_bytes(page[at + local : at + local + 4], "big"), length - local, size)
        if rest is None:
            return None
        payload += rest
    values = _record(memoryview(payload))
    return None if values is None else Row(_signed(rowid, 8), values)


def _overflow(data: memoryview, number: int, length: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    seen: set[int] = set()
    while length > 0:
        if not 1 < number <= len(data) // size or number in seen:
            return None
        seen.add(number)
        page = data[(number - 1) * size : number * size]
        parts.append(bytes(page[4 : 4 + min(length, size - 4)]))
        length -= size - 4
        number = int.from_bytes(page[:4], "big")
    return b"".join(parts)


def _record(payload: memoryview) -> tuple[Value, ...] | None:
    head, at = _varint(payload, 0)
    if not at <= head <= len(payload):
        return None
    values: list[Value] = []
    place = head
    while at < head:
        kind, at = _varint(payload, at)
        width = _width(kind)
        if width is None or place + width > len(payload):
            return None
        values.append(_value(kind, payload[place : place + width]))
        place += width
    return tuple(values) if at == head and place == len(payload) else None


def _width(kind: int) -> int | None:
    if kind >= 12:
        return (kind - 12) // 2
    return {0: 0, 7: 8, 8: 0, 9: 0, **_INTEGERS}.get(kind)


def _value(kind: int, data: memoryview) -> Value:
    """A text stays bytes, marked by its place: what it should be is known by the column."""
    if kind == 0:
        return None
    if kind in _INTEGERS:
        return _signed(int.from_bytes(data, "big"), len(data))
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return 0.0  # no column of a library holds one
    return bytes(data)


def _signed(number: int, width: int) -> int:
    return number - (1 << 8 * width) if number >> (8 * width - 1) else number


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends; beyond the end all bytes are 0."""
    number = 0
    for index in range(9):
        byte = data[at + index] if at + index < len(data) else 0
        if index == 8:
            return number << 8 | byte, at + 9
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            return number, at + index + 1
    return number, at + 9
