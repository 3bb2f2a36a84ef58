"""Reads what is on the screen as a screen reader does, over AT-SPI. Run by the system's Python, which has its bindings.

Each line on stdin is a question, `{"name": …, "role": …, "id": …, "text": …}`, of which all that are given must fit: `id` is the last part of
the accessible id (the objectName), `name` a beginning. Each line on stdout is the answer: the list of what is shown and fits.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MOST = 400
"""Children of one thing that are looked at: no test has longer lists."""


def shown(thing):
    return thing.get_state_set().contains(Atspi.StateType.SHOWING)


def fits(asked, thing):
    return (
        thing.get_name().startswith(asked.get("name", ""))
        and asked.get("role", thing.get_role_name()) == thing.get_role_name()
        and asked.get("id", "") in ("", thing.get_accessible_id().rpartition(".")[2])
    )


def look(asked, thing, within, found):
    for at in range(min(thing.get_child_count(), MOST)):
        child = thing.get_child_at_index(at)
        if child is None or not shown(child):
            continue
        name = child.get_accessible_id().rpartition(".")[2]
        if fits(asked, child) and asked.get("within", "") in ("", *within):
            found.append(told(child))
        look(asked, child, (*within, name), found)


def told(thing):
    box = Atspi.Component.get_extents(thing, Atspi.CoordType.SCREEN)
    states = thing.get_state_set()
    text = thing.get_text_iface()
    return {
        "id": thing.get_accessible_id().rpartition(".")[2],
        "name": thing.get_name(),
        "role": thing.get_role_name(),
        "box": [box.x, box.y, box.width, box.height],
        "text": Atspi.Text.get_text(thing, 0, -1) if text is not None else None,
        "enabled": states.contains(Atspi.StateType.ENABLED),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "selected": states.contains(Atspi.StateType.SELECTED),
        "checked": states.contains(Atspi.StateType.CHECKED),
    }


def answer(asked):
    found = []
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(at)
        if app is not None:
            look(asked, app, (), found)
    return found


def main():
    Atspi.init()
    for line in sys.stdin:
        while GLib.MainContext.default().iteration(False):  # what has changed since the last question
            pass
        try:
            told_ = answer(json.loads(line))
        except GLib.Error:  # something went away while it was being looked at: nothing is found now
            told_ = []
        print(json.dumps(told_), flush=True)


if __name__ == "__main__":
    main()
