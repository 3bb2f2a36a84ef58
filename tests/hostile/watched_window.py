"""A whole window whose every way to the network is watched from the first line of the process: a program for `test_privacy.py`."""

import sys

from tests.hostile.watch import Seen, watching  # nothing of Curator is imported before the watch begins


def sockets_of_the_network() -> list[str]:
    """TCP and UDP sockets that this process and its children hold at this moment, as the kernel says (Linux; else none)."""
    from pathlib import Path

    inodes: set[str] = set()
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        path = Path("/proc/net") / table
        if path.exists():
            inodes |= {line.split()[9] for line in path.read_text().splitlines()[1:]}
    held: list[str] = []
    for process in _family():
        try:
            for handle in Path(f"/proc/{process}/fd").iterdir():
                name = str(handle.readlink())
                if name.startswith("socket:[") and name[8:-1] in inodes:
                    held.append(f"{process}: {name}")
        except OSError:
            continue  # it ended meanwhile
    return held


def _family() -> list[int]:
    """This process and all that it started."""
    import os
    from pathlib import Path

    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir() if Path("/proc").exists() else ():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    family = [os.getpid()]
    for process in family:
        family += [child for child, parent in parents.items() if parent == process]
    return family


def run(seen: Seen, library: str) -> dict[str, object]:
    """Starts, writes, previews and exports; what was asked of the network meanwhile."""
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QDialog, QPushButton, QTextEdit

    from curator import app
    from curator.desktop import start

    done: dict[str, object] = {"steps": [], "sockets": [], "requests": []}
    steps: list[str] = []
    held: set[str] = set()
    requests: set[str] = set()
    fill = start.Run.fill

    def filled(run: start.Run) -> None:
        fill(run)
        window = run.window
        assert window is not None
        shell, panes = window.shell, window.panes

        def look() -> None:
            held.update(sockets_of_the_network())
            dialog = shell.findChild(QDialog, "exportDialog")
            match steps:
                case [] if window.is_settled and window.libraries.library is not None:
                    steps.append("started")
                    panes.choose_paper(1)
                case ["started"] if panes.paper.paper == 1:
                    field = shell.findChild(QTextEdit, "whyEditor")
                    assert field is not None
                    field.setFocus()
                    QTest.keyClicks(field, "Words <img src='http://127.0.0.1:9/a.png'> and more. ")
                    steps.append("typed")
                case ["started", "typed"] if window.is_settled and not panes.has_unsaved:
                    steps.append("saved")
                    window.actions_["preview"].trigger()
                case ["started", "typed", "saved"] if (
                    panes.ways.preview is not None and panes.ways.preview.page is not None
                ):
                    view = panes.ways.preview.view
                    if type(view).__name__ == "WebView" and not view.is_ready:
                        return
                    steps.append(f"previewed in a {type(view).__name__}")
                    window.actions_["export"].trigger()
                case [_, _, _, _] if dialog is not None and window.is_settled:
                    button = dialog.findChild(QPushButton, "exportRun")
                    if button is not None and button.isEnabled():
                        button.click()
                        steps.append("exported")
                case [_, _, _, _, _] if window.is_settled:
                    steps.append("closed")
                    if dialog is not None:
                        dialog.close()
                    shell.close()
                case _:
                    pass

        timer = QTimer(run)
        timer.setInterval(40)
        timer.timeout.connect(look)
        timer.start()

    def hear_requests() -> None:
        """Each address that the web view asks for: only what the page itself holds may be among them."""
        from curator.desktop.preview import webview

        before = webview._Guard.interceptRequest

        def heard(self: object, request: object) -> None:
            requests.add(request.requestUrl().scheme())  # type: ignore[attr-defined]
            before(self, request)  # type: ignore[arg-type]

        webview._Guard.interceptRequest = heard  # type: ignore[method-assign,assignment]

    start.Run.fill = filled  # type: ignore[method-assign]
    from contextlib import suppress

    with suppress(ImportError):  # no web view here: the preview does without
        hear_requests()
    done["code"] = app.main(["--library", library])
    done |= {"steps": steps, "sockets": sorted(held), "requests": sorted(requests)}
    done |= {"asked": seen.asked, "resolved": seen.resolved, "started": seen.started, "opened": seen.opened}
    return done


if __name__ == "__main__":
    import json

    with watching() as everything:
        found = run(everything, sys.argv[1])
    print(json.dumps(found), flush=True)
