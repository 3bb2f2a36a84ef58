"""The web view of the preview: it runs no script of the page's, keeps nothing, reaches nothing, and goes nowhere.

Imported when a preview is first shown: with it comes a whole browser.
"""

import json
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from curator.desktop.preview.page import FRAME, WAYS, Page, coloured
from curator.desktop.theme import Look

OURS = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
HERE = QUrl("about:blank")
ZOOM = 0.9
"""Of the page's own size where the window's font has 13 px: a pane is narrower than a browser."""

_OFF = (
    "JavascriptEnabled",
    "AutoLoadIconsForPage",
    "DnsPrefetchEnabled",
    "ErrorPageEnabled",
    "FocusOnNavigationEnabled",
    "FullScreenSupportEnabled",
    "HyperlinkAuditingEnabled",
    "JavascriptCanAccessClipboard",
    "JavascriptCanOpenWindows",
    "LocalContentCanAccessFileUrls",
    "LocalContentCanAccessRemoteUrls",
    "LocalStorageEnabled",
    "NavigateOnDropEnabled",
    "PdfViewerEnabled",
    "PluginsEnabled",
    "ScreenCaptureEnabled",
    "WebGLEnabled",
)
"""What such a page has no use for."""


class WebView(QWidget):
    """`open_address` carries what was clicked on and lies outside of the page; `died` tells that the view's process ended."""

    open_address = Signal(str)
    died = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Page | None = None
        self._waiting: list[str] | None = []  # scripts that come before the frame has loaded
        self.view = QWebEngineView(self)  # goes before the profile does: no page may outlive its own
        self._profile = QWebEngineProfile(self)  # without a name: nothing is ever written
        self._profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self._profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        self._profile.setSpellCheckEnabled(False)
        self._guard = _Guard(self)
        self._profile.setUrlRequestInterceptor(self._guard)
        self._profile.downloadRequested.connect(_refuse)
        self._page = _Page(self._profile, self.view)
        self._page.left.connect(self.open_address)
        self._page.loadFinished.connect(self._loaded)
        self._page.renderProcessTerminated.connect(self._ended)
        self._page.newWindowRequested.connect(self._asked_window)
        settings = self._page.settings()
        for name in _OFF:
            settings.setAttribute(QWebEngineSettings.WebAttribute[name], False)
        self.view.setObjectName("previewView")
        self.view.setAccessibleName("Preview")
        self.view.setAcceptDrops(False)
        self.view.setPage(self._page)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.setFocusProxy(self.view)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.view)
        look.changed.connect(self._show_theme)
        self._page.setBackgroundColor(look.theme.pane)
        self._load()

    @property
    def page(self) -> QWebEnginePage:
        return self._page

    @property
    def is_ready(self) -> bool:
        """The frame has loaded: what comes is laid at once."""
        return self._waiting is None

    def show_page(self, page: Page) -> None:
        """Lays another body over the frame. Where nothing changed, nothing is done."""
        before, self._shown = self._shown, page
        if before is None or before.style != page.style:
            self._show_theme()
        if before is not None and before.issue != page.issue:
            self._run("scrollTo(0, 0)")
        if before is None or before.body != page.body or before.issue != page.issue:
            self._run(page.lay)

    def follow(self, places: Sequence[str], *, moves: bool) -> None:
        """Marks the first of these places (CSS selectors) that there is; `moves`: brings it into sight where it is not."""
        self._run(f"curator.follow({json.dumps(list(places))}, {json.dumps(moves)})")

    def again(self) -> None:
        """Loads the frame anew, after its process ended."""
        shown, self._shown = self._shown, None
        self._waiting = []
        self._load()
        if shown is not None:
            self.show_page(shown)

    def _load(self) -> None:
        self._page.setHtml(FRAME, HERE)

    def _loaded(self, ok: bool) -> None:
        """A step elsewhere that was refused tells so too; the frame is there all the same."""
        if self._waiting is None or not ok:
            return
        waiting, self._waiting = self._waiting, None
        self._run(WAYS)
        self._show_theme()
        for script in waiting:
            self._run(script)

    def _run(self, script: str) -> None:
        """In the application's script world, which runs though the page's own is off."""
        if self._waiting is not None:
            self._waiting.append(script)
        else:
            self._page.runJavaScript(script, OURS)

    def _show_theme(self, _theme: object = None) -> None:
        theme = self._look.theme
        self._page.setBackgroundColor(theme.pane)
        self.view.setZoomFactor(ZOOM * theme.px / 13)
        if self._shown is not None:
            style = json.dumps(coloured(self._shown.style, theme))
            self._run(f"document.getElementById('look').textContent = {style}")

    def _ended(self, *_: object) -> None:
        self._waiting = []
        self.died.emit()

    def _asked_window(self, request: QWebEngineNewWindowRequest) -> None:
        if request.isUserInitiated():
            self.open_address.emit(request.requestedUrl().toString())

    def _open_menu(self, at: QPoint) -> None:
        asked = self.view.lastContextMenuRequest()
        menu = QMenu(self)
        menu.setObjectName("previewMenu")
        copy = menu.addAction("Copy", partial(self._page.triggerAction, QWebEnginePage.WebAction.Copy))
        copy.setEnabled(self._page.hasSelection())
        menu.addAction("Select all", partial(self._page.triggerAction, QWebEnginePage.WebAction.SelectAll))
        link = asked.linkUrl() if asked is not None else QUrl()
        if link.scheme() in ("http", "https", "mailto"):
            menu.addSeparator()
            menu.addAction("Open in the browser", partial(self.open_address.emit, link.toString()))
            menu.addAction("Copy the address", partial(QGuiApplication.clipboard().setText, link.toString()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.mapToGlobal(at))


class _Guard(QWebEngineUrlRequestInterceptor):
    """Lets through what stands in the page itself, as data, and nothing else."""

    def interceptRequest(self, request: QWebEngineUrlRequestInfo) -> None:
        request.block(request.requestUrl().scheme() != "data")


class _Page(QWebEnginePage):
    """`left` carries an address that a click asked for."""

    left = Signal(str)

    def acceptNavigationRequest(self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main: bool) -> bool:
        """Only what the application itself asked for is loaded, and only as the whole page. Ways within the page are none of these."""
        if kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked and main:
            self.left.emit(QUrl(url).toString())
        return main and kind is QWebEnginePage.NavigationType.NavigationTypeTyped

    def javaScriptConsoleMessage(self, *_: object) -> None:
        """What was refused is no news."""


def _refuse(request: QWebEngineDownloadRequest) -> None:
    request.cancel()
