"""Places that are unfit for a database: folders that a cloud's client copies away, network drives, FAT.

In such a place a write-ahead log can be copied without its library, or its shared memory is none: there the library has a rollback
journal (https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode, https://www.sqlite.org/howtocorrupt.html).
Clients are known by the names of their folders and of the files they lay in them; drives by the type of their file system, which is
asked of Linux alone so far.
"""

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Unfit(StrEnum):
    """What makes a place unfit."""

    CLOUD = "cloud"
    NETWORK = "network"
    FAT = "FAT"


@dataclass(frozen=True, slots=True)
class Place:
    """An unfit place. `name` is the client, or the type of the file system."""

    kind: Unfit
    name: str

    def notice(self, library: str) -> str:
        """One calm sentence for the editor, once: what it means, and what would be better."""
        if self.kind is Unfit.CLOUD:
            where = f"“{library}” is in a folder of {self.name}. It is written in a slower way that stands this"
            return f"{where}; never open it on two computers at once."
        if self.kind is Unfit.NETWORK:
            return (
                f"“{library}” is on a network drive ({self.name}). It is written in a slower way that stands this; a folder of this "
                "computer is quicker and safer."
            )
        return f"“{library}” is on a {self.name} drive. It is written in a slower way that stands this; eject the drive before you unplug it."


MOUNTS = Path("/proc/self/mountinfo")

_NAMES: tuple[tuple[str, str], ...] = (
    (r"dropbox( \(.+\))?", "Dropbox"),
    (r"onedrive( ?-.+)?", "OneDrive"),
    (r"google ?drive.*|googledrive-.+|drivefs|my drive", "Google Drive"),
    (r"icloud ?drive|mobile documents|com~apple~clouddocs", "iCloud"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud", "ownCloud"),
    (r"syncthing", "Syncthing"),
    (r"pcloud ?drive", "pCloud"),
    (r"megasync( downloads)?", "MEGA"),
    (r"box sync|box-box", "Box"),
    (r"seafile", "Seafile"),
    (r"yandex\.disk", "Yandex Disk"),
    (r"proton ?drive", "Proton Drive"),
    (r"cloudstorage", "a cloud"),
)
_CLIENTS = tuple((re.compile(pattern), name) for pattern, name in _NAMES)
_AT_HOME = {"box": "Box", "mega": "MEGA", "sync": "Sync"}
"""Words that mean a client only as a folder directly in a person's own."""

_MARKS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".seafile-data", "Seafile"),
)
"""What clients lay into the folder that they keep, by https://help.dropbox.com, https://docs.syncthing.net and the like."""

_NETWORK = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre", "davfs", "vboxsf", "prl_fs",
    "fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.vmhgfs-fuse", "fuse.s3fs",
)  # fmt: skip
_FAT = {"vfat": "FAT", "msdos": "FAT", "exfat": "exFAT"}


def unfit(path: Path, mounts: Path = MOUNTS) -> Place | None:
    """What makes the place of a library unfit; None if nothing does, or nobody says. `path` is the true one, every link followed."""
    return _cloud(path) or _drive(path, mounts)


def _cloud(path: Path) -> Place | None:
    home = Path.home()
    for folder in path.parents:
        name = folder.name.casefold()
        if folder.parent == home and name in _AT_HOME:
            return Place(Unfit.CLOUD, _AT_HOME[name])
        for pattern, client in _CLIENTS:
            if pattern.fullmatch(name):
                return Place(Unfit.CLOUD, client)
    for folder in path.parents:
        # Of a person's own folder these say where the client keeps its settings, not that it copies all of it.
        if folder == home or folder == folder.parent:
            break
        for mark, client in _MARKS:
            if os.path.lexists(folder / mark):
                return Place(Unfit.CLOUD, client)
    return None


def _drive(path: Path, mounts: Path) -> Place | None:
    kind = file_system(path, mounts)
    if kind in _NETWORK:
        return Place(Unfit.NETWORK, kind.removeprefix("fuse."))
    if kind in _FAT:
        return Place(Unfit.FAT, _FAT[kind])
    return None


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """The type of the file system that holds a path, by the longest mount point above it; "" where nobody says (proc(5))."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, types = before.split(" "), after.split(" ")
        if len(fields) < 5 or not types[0]:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        # The last of several at one place is the one that is seen.
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), types[0]
    return kind
