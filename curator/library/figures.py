"""Images by content: the same bytes are kept once, unchanged."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from curator.domain.errors import NotFound, Refused
from curator.domain.pictures import LARGEST, src_of
from curator.library import tables as t
from curator.library.many import among, listed

_GET = select(t.picture.c.bytes).where(t.picture.c.src == bindparam("which"))
_SHA = select(t.picture.c.sha).where(t.picture.c.src == bindparam("which"))
_MANY = select(t.picture.c.src, t.picture.c.bytes).where(t.picture.c.src.in_(among("srcs")))
_PUT = insert(t.picture).on_conflict_do_nothing()


def must_have(c: Connection, src: str) -> None:
    """Raises NotFound where the library has no picture that goes by this."""
    if c.execute(_SHA, {"which": src}).first() is None:
        raise NotFound(f"The library has no picture {src}.")


class Figures:
    """The bytes of figures and covers."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c

    def put(self, data: bytes) -> str:
        """Keeps the bytes and gives their `src`. Raises Unreadable for what is no picture, Refused for one that is too large."""
        if len(data) > LARGEST:
            size = len(data) / 2**20
            raise Refused(
                f"This picture has {size:.0f} MB; a figure may have {LARGEST // 2**20}. Make it smaller first."
            )
        src, sha = src_of(data), hashlib.sha256(data).hexdigest()
        self._c.execute(_PUT, {"src": src, "sha": sha, "bytes": data})
        if self._c.execute(_SHA, {"which": src}).scalar_one() != sha:
            raise Refused(
                "Another picture goes by the same name. Save this one anew, in another format, and try again."
            )
        return src

    def get(self, src: str) -> bytes:
        """The bytes of a figure. Raises NotFound."""
        data = self._c.execute(_GET, {"which": src}).scalar_one_or_none()
        if data is None:
            raise NotFound(f"The library has no picture {src}.")
        return data

    def many(self, srcs: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those figures that the library has, by `src`."""
        rows = self._c.execute(_MANY, {"srcs": listed(srcs)})
        return {row.src: row.bytes for row in rows}
