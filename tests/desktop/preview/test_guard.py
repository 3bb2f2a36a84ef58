"""Whatever stands in an issue, the preview runs nothing, asks no one, and stays where it is: a server that counts says so."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from curator.desktop.preview.page import Page
from curator.desktop.preview.plainview import PlainView
from curator.desktop.preview.webview import WebView
from curator.domain.issues import Kind, NewEntry
from tests.desktop.preview.conftest import Open, Stage


@pytest.fixture
def asked(httpserver: HTTPServer) -> Iterator[list[str]]:
    """Paths that anybody asked of the server."""
    paths: list[str] = []

    def hear(request: Request) -> Response:
        paths.append(request.path)
        return Response("p { color: red }", mimetype="text/css")

    httpserver.expect_request(re.compile(".*")).respond_with_handler(hear)
    yield paths


def hostile(server: str) -> str:
    """HTML with everything that makes a browser reach out by itself, as far as it is known."""
    return f"""
<link rel="stylesheet" href="{server}/link.css"><link rel="preconnect" href="{server}/"><link rel="prefetch" href="{server}/prefetch">
<link rel="icon" href="{server}/icon"><link rel="preload" as="image" href="{server}/preload"><link rel="dns-prefetch" href="{server}/">
<link rel="modulepreload" href="{server}/module"><link rel="manifest" href="{server}/manifest">
<meta http-equiv="refresh" content="0;url={server}/refresh"><base href="{server}/base/">
<style>@import url("{server}/import.css"); @font-face {{ font-family: x; src: url("{server}/font"); }}
p {{ background: url("{server}/background"); font-family: x; }} p::before {{ content: url("{server}/content"); }}</style>
<p style="background: url('{server}/inline')">text</p>
<img src="{server}/img" srcset="{server}/srcset 2x"><img src="relative"><picture><source srcset="{server}/source"><img src="{server}/picture"></picture>
<img src="x:" onerror="fetch('{server}/onerror')"><svg><image href="{server}/svg"/><use href="{server}/use#a"/><style>@import "{server}/svgcss";</style></svg>
<iframe src="{server}/frame"></iframe><iframe srcdoc="&lt;img src='{server}/srcdoc'&gt;&lt;script&gt;fetch('{server}/inner')&lt;/script&gt;"></iframe>
<object data="{server}/object"></object><embed src="{server}/embed"><video src="{server}/video" poster="{server}/poster" autoplay></video>
<audio src="{server}/audio" autoplay></audio><video autoplay><source src="{server}/vsource"><track default src="{server}/track"></video>
<input type="image" src="{server}/input"><body background="{server}/body"><table background="{server}/table"><tr><td background="{server}/td"></td></tr></table>
<script src="{server}/script"></script><script>document.title = 'ran'; fetch('{server}/fetch')</script>
<details open ontoggle="document.title = 'ran'"></details><form action="{server}/form" id="f"><input autofocus onfocus="document.title = 'ran'"></form>
<a id="ping" href="https://example.org/" ping="{server}/ping" style="display: block; width: 300px; height: 60px">ping</a>
<a id="save" href="{server}/download" download="x" style="display: block; width: 300px; height: 60px">save</a>
<a id="script" href="javascript:document.title='ran'" style="display: block; width: 300px; height: 60px">script</a>
<a id="file" href="file:///etc/passwd" style="display: block; width: 300px; height: 60px">file</a>
<math><mtext><img src="{server}/math"></mtext></math><portal src="{server}/portal"></portal><fencedframe src="{server}/fenced"></fencedframe>
"""


def settle(stage: Stage) -> None:
    """Long enough for a browser to have asked: measured, an open one asks for all of it within a third of this."""
    stage.qtbot.wait(600)


def test_an_issue_full_of_traps_asks_nobody(open_preview: Open, httpserver: HTTPServer, asked: list[str]) -> None:
    stage = open_preview()
    server = httpserver.url_for("").rstrip("/")
    everything = hostile(server)
    paper, other = stage.written.papers[:2]

    def write() -> None:
        with stage.written.library.edit("Write") as edit:
            edit.issues.edit(stage.written.issue, title=everything[:900], lead=everything)
            edit.papers.override(other, title=f'<img src="{server}/title">')
            edit.writeups.save(other, "insights", f"![x]({server}/md)\n\n[y]({server}/link)\n\n<{server}/auto>", None)
            edit.issues.add_section(stage.written.issue, f'<iframe src="{server}/heading">', everything)
            edit.issues.add(
                stage.written.section,
                [
                    NewEntry(Kind.TEXT, text=everything),
                    NewEntry(Kind.LINK, title=everything[:300], url=f"{server}/entry", text=everything),
                    NewEntry(Kind.MENTION, url=f"{server}/mention", text=everything),
                ],
            )

    stage.shown(write)
    stage.shown(lambda: stage.pane.lay(paper, "why", everything))
    settle(stage)
    assert stage.ask("document.images.length") == 1
    assert stage.ask("document.querySelectorAll('iframe, script, link, object, form').length") == 0
    assert stage.ask("document.title") == "Preview"
    assert asked == []


@pytest.fixture
def laid(open_preview: Open, httpserver: HTTPServer) -> Stage:
    """A preview whose body is hostile HTML as it stands, as if nothing had been cleaned before."""
    stage = open_preview()
    view = stage.pane.view
    assert isinstance(view, WebView) and stage.pane.page is not None
    body = hostile(httpserver.url_for("").rstrip("/"))
    page: Page = replace(stage.pane.page, body=body, lay=f"curator.lay({json.dumps(body)})")
    view.show_page(page)
    assert stage.ask("document.querySelector('#ping') !== null")
    return stage


def test_html_that_nobody_cleaned_asks_nobody_and_runs_nothing(laid: Stage, asked: list[str]) -> None:
    settle(laid)
    assert laid.ask("location.href") == "about:blank"
    assert laid.ask("document.title") == "Preview"
    assert asked == []


@pytest.mark.parametrize(
    ("link", "handed_on"), [("ping", ["https://example.org/"]), ("script", []), ("file", ["file:///etc/passwd"])]
)
def test_a_click_loads_nothing(laid: Stage, asked: list[str], link: str, handed_on: list[str]) -> None:
    """Addresses are handed on; whoever opens them in the browser looks at their scheme."""
    opened: list[str] = []
    laid.pane.open_address.connect(opened.append)
    laid.click(f"#{link}")
    settle(laid)
    assert opened == handed_on
    assert laid.ask("location.href") == "about:blank"
    assert laid.ask("document.title") == "Preview"
    assert asked == []


def test_what_is_dropped_on_it_is_not_opened(open_preview: Open, httpserver: HTTPServer, asked: list[str]) -> None:
    stage = open_preview()
    view = stage.pane.view
    assert isinstance(view, WebView)
    target = view.view.focusProxy() or view.view
    mime = QMimeData()
    mime.setUrls([QUrl(httpserver.url_for("/dropped"))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, drop)
    settle(stage)
    assert stage.ask("document.querySelector('h1') !== null")
    assert asked == []


def test_each_guard_holds_alone(open_preview: Open, httpserver: HTTPServer, asked: list[str]) -> None:
    """Scripts of the application's own world are not held by the page's policy: what they ask for is held all the same."""
    stage = open_preview()
    view = stage.pane.view
    assert isinstance(view, WebView)
    assert not view.page.settings().testAttribute(view.page.settings().WebAttribute.JavascriptEnabled)
    assert "default-src 'none'" in stage.ask("document.querySelector('meta[http-equiv]').content")
    server = httpserver.url_for("")
    stage.ask(
        f"new Image().src = '{server}image'; fetch('{server}fetch').catch(() => 0); navigator.sendBeacon('{server}beacon'); true"
    )
    settle(stage)
    stage.ask(f"location.href = '{server}location'; true")
    settle(stage)
    stage.ask(f"window.open('{server}window'); true")
    settle(stage)
    assert stage.ask("location.href") == "about:blank"
    assert stage.ask("document.querySelector('h1') !== null")
    assert asked == []


def test_it_keeps_nothing_on_disk(open_preview: Open) -> None:
    stage = open_preview()
    view = stage.pane.view
    assert isinstance(view, WebView)
    profile = view.page.profile()
    assert profile.isOffTheRecord()
    assert profile.persistentCookiesPolicy() is profile.PersistentCookiesPolicy.NoPersistentCookies


def test_the_words_alone_ask_nobody_either(open_preview: Open, httpserver: HTTPServer, asked: list[str]) -> None:
    stage = open_preview(why_not=lambda: "None here.")
    view = stage.pane.view
    assert isinstance(view, PlainView) and stage.pane.page is not None
    lines = hostile(httpserver.url_for("").rstrip("/")).split("\n")
    for line in lines:
        view.show_page(replace(stage.pane.page, body=f"<p>Begin</p>{line}"))
        view.grab()
    shown = [line for line in lines if "<link" not in line]  # after one Qt shows nothing any more
    body = "\n".join(shown) + "<p>The end</p><img src='file:///dev/zero'><img src='/dev/zero'>"
    view.show_page(replace(stage.pane.page, body=body))
    view.grab()
    settle(stage)
    assert "The end" in view.toPlainText()
    assert asked == []
