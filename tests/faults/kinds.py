"""Every kind of fault: one line each. A new one is a file and a line."""

from tests.faults import concurrent, damage, disk, export, kill, migrate, power, soak, surroundings, undo
from tests.faults.result import Kind

KINDS = (
    Kind("kill", "the window is killed while one types, orders, fetches, exports", 1000, 8, 7200, kill.run, alone=True),
    Kind("power", "the power goes; any bytes and names that were not synced are lost", 500, 20, 600, power.run),
    Kind("disk", "each deed on the disk fails, once or from there on", 300, 30, 600, disk.run),
    Kind("export", "an export is killed or refused by the disk", 100, 16, 600, export.run),
    Kind("surroundings", "the file is renamed, replaced, linked, ... while it is open", 20, 1, 900, surroundings.run),
    Kind(
        "migrate", "a library of an older version is killed while it is brought up to date", 200, 12, 900, migrate.run
    ),
    Kind("damage", "bits are flipped, pages zeroed or filled with noise, files cut", 500, 8, 3600, damage.run),
    Kind("concurrent", "three processes edit one library, also beside a window's", 1000, 40, 900, concurrent.run),
    Kind("undo", "everything an editor does is undone and done again, in the window", 10_000, 150, 3600, undo.run),
    Kind("soak", "a whole editor works in one window for long", 50_000, 300, 14_400, soak.run, alone=True),
)
