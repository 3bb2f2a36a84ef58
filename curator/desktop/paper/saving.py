"""A pause becomes a save: when what is typed goes to the library, against which text, and what is known of it until then."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from curator.desktop.history import History
from curator.desktop.paper.draft import Draft
from curator.desktop.paper.field import Field
from curator.desktop.paper.met import Met, Whose
from curator.desktop.paper.rescue import KeptText, Rescue
from curator.desktop.paper.unsaved import Unsaved
from curator.domain.texts import as_saved, digest
from curator.domain.writeups import Saved, Text

PAUSE = 300
"""Milliseconds after the last key."""

LONGEST = 700
"""Milliseconds after the first key that was not sent, while typing goes on."""

PATIENCE = 1000
"""Milliseconds that a save may take before its text is kept beside the library too."""

AGAIN = 5000
"""Milliseconds after a save that could not be done until it is tried once more."""


class Saving(QObject):
    """Saves one field. A text belongs to the paper that was shown when it was typed; a field that was never loaded is never saved.

    `saved(when)` after COMMIT, `failed(paper, error)` when a save could not be done, `kept(path)` when its text is in a file instead,
    `unkept()` when no file could be written for it either, `told` when either is known of any of them,
    `met(Met)` when another's text came between (both are kept), `let_go(paper, text)` when one of an earlier run, kept for that paper, is in the
    library and its file goes, `held_back(error)` when it could not become one: its file stays. `settled` when nothing is under way any more.
    """

    saved = Signal(object)
    failed = Signal(int, object)
    kept = Signal(object)
    unkept = Signal()
    told = Signal()
    met = Signal(object)
    let_go = Signal(int, str)
    held_back = Signal(object)
    settled = Signal()

    def __init__(self, edit: Field, name: str, history: History, now: Callable[[], datetime]) -> None:
        super().__init__(edit)
        self.name = name
        self._edit, self._history, self._now = edit, history, now
        self._rescue: Rescue | None = None
        self._draft: Draft | None = None
        self._others: dict[int, Draft] = {}
        self._pause = self._timer(PAUSE, self.flush)
        self._longest = self._timer(LONGEST, self.flush)
        self._patience = self._timer(PATIENCE, self._keep)
        self._again = self._timer(AGAIN, self._try_again)
        edit.typed.connect(self._typed)
        edit.entered.connect(self._entered)
        edit.left.connect(self._left)
        edit.paused.connect(self.flush)
        edit.passing.connect(self._passing)
        history.stepping.connect(self._part)

    @property
    def paper(self) -> int | None:
        return self._draft.paper if self._draft else None

    @property
    def is_clean(self) -> bool:
        """Whether the field shows what the library holds, or will hold once what is under way is in."""
        return self._draft is None or (self._draft.error is None and self._edit.text == self._draft.sent)

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that was typed, here or in a paper shown before, is not in the library."""
        return not self.is_clean or self.has_failed or any(draft.under_way for draft in self._drafts())

    @property
    def has_failed(self) -> bool:
        """Whether a text, here or in a paper shown before, could not be saved."""
        return any(draft.error is not None for draft in self._drafts())

    @property
    def unsaved(self) -> list[Unsaved]:
        """The texts, here and of papers shown before, that could not be saved or were not sent."""
        texts = [(draft, draft.sent) for draft in self._others.values() if draft.error is not None]
        if self._draft is not None and not self.is_clean:
            texts.append((self._draft, self._edit.text))
        return [
            Unsaved(draft.paper, self.name, text, draft.error, draft.kept, not draft.keeping) for draft, text in texts
        ]

    @property
    def error(self) -> Exception | None:
        """Why the text that is shown could not be saved."""
        return self._draft.error if self._draft else None

    def keep_in(self, rescue: Rescue | None) -> None:
        """Where texts go that can't be saved. Another library has other papers: nothing of the one before is shown or known."""
        self.show_none()
        self._others.clear()
        self._rescue = rescue

    def show(self, paper: int, text: Text) -> None:
        """Loads another paper's text; what was typed before has been finished. A text that is not in the library yet is shown rather than
        the older one that the library still has."""
        self._forget()
        draft = self._others.pop(paper, None)
        if draft is None:
            shown = self._edit.load(text.text or "")
            self._draft = Draft(paper, shown, text.sha, text.sha, words=text.text)
            self.meet_kept()
            return
        draft.sent = self._edit.load(draft.sent)
        self._draft = draft
        if draft.error is not None:
            self.failed.emit(paper, draft.error)
        if draft.met is not None:
            self.met.emit(draft.met)

    def show_none(self) -> None:
        """No paper: nothing is shown, and nothing can be saved."""
        self._forget()
        self._edit.load("")

    def move_to(self, paper: int) -> None:
        """The paper that is shown was found to be another one: what is typed from here on, and what could not be saved, belongs to that."""
        if self._draft is not None:
            self._draft.paper = paper

    def take_news(self, text: Text) -> bool:
        """What the library holds now for the paper that is shown. False: not now, ask again when `settled`.

        It is never laid over what is not saved: then the next save meets it, and both texts are kept.
        """
        draft = self._draft
        if draft is None or text.sha == draft.held:
            return True
        if draft.under_way and text.sha == draft.base:  # its own save, of which it hears in a moment
            return True
        if draft.under_way or self._edit.is_composing:
            return False
        if not self.is_clean:
            self.flush()
            return True
        self._hand_over()
        if self._edit.is_entered:
            self._history.part_typing()
        draft.sent = self._edit.load(text.text or "")
        draft.base = draft.held = text.sha
        draft.words = text.text
        return True

    def decided(self) -> None:
        """The editor has seen both texts and chosen."""
        draft = self._draft
        if draft is None or draft.met is None:
            return
        met, draft.met = draft.met, None
        if met.whose is Whose.RESCUED and draft.rescued is not None:
            self._let_go(draft, draft.rescued)
            return
        self._drop(draft)
        self.meet_kept()

    def flush(self) -> None:
        """Sends what is typed and not sent yet. While a person composes it waits for the end of that."""
        self._stop()
        draft = self._draft
        if draft is None:
            return
        if self._edit.is_composing:
            self._pause.start()
            return
        text = self._edit.text
        self._edit.part_steps()
        if text != draft.sent or draft.error is not None:
            self._send(draft, text)

    def finish(self) -> None:
        """Sends everything, also what a person is composing: the field is left, or the window closes."""
        self._edit.end_composing()
        self.flush()
        for draft in list(self._others.values()):
            if draft.error is not None:
                self._send(draft, draft.sent)

    def _try_again(self) -> None:
        """The file may be back at its place, or the disk have room. What a person composes waits for the end of that."""
        if self._draft is not None and self._draft.error is not None:
            self.flush()
        for draft in list(self._others.values()):
            if draft.error is not None:
                self._send(draft, draft.sent)
        if self.has_failed:
            self._again.start()

    def _send(self, draft: Draft, text: str) -> None:
        kept, base = as_saved(text), draft.base
        draft.sent, draft.error = text, None
        draft.base = digest(kept)
        draft.under_way.append(text)
        if not self._patience.isActive():
            self._patience.start()
        self._history.save_text(
            draft.paper,
            self.name,
            text,
            base,
            lambda saved: self._done(draft, saved, kept),
            lambda error: self._not_done(draft, error),
        )

    def _done(self, draft: Draft, saved: Saved, text: str | None) -> None:
        draft.under_way.pop(0)
        # A save after one that failed meets what the library held before both: that is no other's text.
        if saved.other is not None and digest(saved.other) != draft.held:
            whose = Whose.COMMAND if saved.whose == "command" else Whose.LIBRARY
            self._meet(draft, Met(saved.other, whose, draft.words or ""))
        draft.held, draft.words, draft.error, draft.kept = saved.sha, text, None, None
        if not draft.under_way:
            draft.base = saved.sha
            self._drop(draft)
        self.saved.emit(self._now())
        self._settle(draft)

    def _not_done(self, draft: Draft, error: Exception) -> None:
        text = draft.under_way.pop(0)
        draft.error = error
        self._again.start()
        if not draft.under_way:
            draft.base = draft.held
        self._write(draft, text)
        self.failed.emit(draft.paper, error)
        self._settle(draft)

    def _settle(self, draft: Draft) -> None:
        if draft.under_way:
            return
        if draft.is_over:
            self._others.pop(draft.paper, None)
        if not any(one.under_way for one in self._drafts()):
            self._patience.stop()
        self.settled.emit()

    def _drafts(self) -> list[Draft]:
        return [*self._others.values(), *([self._draft] if self._draft else [])]

    def _keep(self) -> None:
        """A save takes long: an import has the library, or the disk is slow. Until it is done the text is in a file too."""
        for draft in self._drafts():
            if draft.under_way:
                self._write(draft, draft.under_way[-1])

    def _write(self, draft: Draft, text: str) -> None:
        if self._rescue is not None:
            if draft.rescued is not None and draft.rescued.text not in text:
                text = f"{text}\n\n{draft.rescued.text}"  # it has the same file, and is nowhere else
            draft.keeping += 1
            if draft.kept is not None and draft.filed == text and draft.kept.exists():
                self._kept(draft, draft.kept, text)
                return
            self._rescue.keep(
                draft.paper,
                self.name,
                text,
                lambda path: self._kept(draft, path, text),
                lambda _: self._kept(draft, None, None),
            )

    def _kept(self, draft: Draft, path: Path | None, text: str | None) -> None:
        draft.keeping -= 1
        draft.kept, draft.filed = path, text
        if draft is self._draft and draft.error is not None:
            if path is not None:
                self.kept.emit(path)
            elif not draft.keeping:
                self.unkept.emit()
        self.told.emit()

    def meet_kept(self, *, again: bool = False) -> None:
        """A text that an earlier run could not save stands beside the one that the library has. `again`: one of another paper may have come
        to it since."""
        draft = self._draft
        if self._rescue is None or draft is None or draft.error is not None or draft.under_way or draft.is_letting_go:
            return
        if draft.met is not None and not (again and draft.met.whose is Whose.RESCUED):
            return
        found = (None if again else draft.rescued) or self._rescue.find(draft.paper, self.name)
        text = as_saved(found.text) if found is not None else None
        if found is not None and text is not None and text != draft.words:
            draft.rescued = found
            self._meet(draft, Met(text, Whose.RESCUED, at=found.at))
        elif found is not None:
            self._rescue.drop(draft.paper, self.name)
            self.let_go.emit(draft.paper, text or "")

    def _meet(self, draft: Draft, met: Met) -> None:
        draft.met = met
        if draft is self._draft:
            self.met.emit(met)

    def _let_go(self, draft: Draft, kept: KeptText) -> None:
        """Whatever stands in the field by now: the rescued text is a version before its file goes."""
        draft.is_letting_go = True
        paper = draft.paper

        def done(_: object) -> None:
            draft.rescued, draft.is_letting_go = None, False
            if draft.error is not None:
                self._write(draft, draft.sent)
            self._drop(draft)
            self.let_go.emit(kept.paper, kept.text)
            self._settle(draft)

        def failed(error: Exception) -> None:
            draft.is_letting_go = False
            self._meet(draft, Met(kept.text, Whose.RESCUED, at=kept.at))
            if draft is self._draft:
                self.held_back.emit(error)

        self._history.edit(
            "Keep a rescued text", lambda edit: edit.writeups.rescue(paper, self.name, kept.text), done, failed
        )

    def _drop(self, draft: Draft) -> None:
        """All of it is in the library: nothing needs to be in a file."""
        if self._rescue is not None and draft.is_all_in:
            self._rescue.drop(draft.paper, self.name)

    def _typed(self, _text: str) -> None:
        if self._draft is None:
            return
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _entered(self) -> None:
        if self._draft is not None:
            self._history.begin_typing(self._draft.paper, self.name)

    def _left(self) -> None:
        self.finish()
        self._hand_over()
        self._history.end_typing()

    def _part(self) -> None:
        """Another step comes while the caret stays here, as from a form over the window: undo takes that one back first."""
        if self._edit.is_entered and not self._edit.is_composing:
            self._edit.leave()
            self._edit.enter()

    def _passing(self) -> None:
        self.flush()
        self._hand_over()

    def _hand_over(self) -> None:
        """What the field's own undo took back is about to be out of its reach: from here on the library's redo brings it."""
        draft, undone = self._draft, self._edit.undone
        if draft is None or undone is None or as_saved(undone) == as_saved(self._edit.text):
            return

        def failed(_: Exception) -> None:
            """The save of what is shown says why; this text stands beside it."""
            self._meet(draft, Met(undone, Whose.TAKEN_BACK))

        self._history.keep_undone(draft.paper, self.name, as_saved(undone), failed)

    def _forget(self) -> None:
        """The field shows another paper from here on; what is not in the library yet is remembered."""
        self._stop()
        draft, self._draft = self._draft, None
        if draft is not None and not draft.is_over:
            self._others[draft.paper] = draft

    def _stop(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def _timer(self, after: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(slot)
        return timer
