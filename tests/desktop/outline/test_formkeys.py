"""Where the focus of a form is when something is amiss, and Ctrl+↵ in each of its inputs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from curator.desktop.outline.dialogs import Form
from tests.desktop.outline.conftest import Stage
from tests.desktop.outline.test_forms import fill, opened


def refused(stage: Stage, action: str, **values: str) -> Form:
    """A form whose button was clicked, as with the mouse, and that says what is amiss."""
    form = opened(stage, stage.actions[action].trigger)
    fill(form, **values)
    button = form.findChild(QPushButton, f"{form.objectName()}Accept")
    assert button is not None
    button.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: bool(form.notice.words))
    stage.settle()
    return form


@pytest.mark.parametrize(
    ("action", "values", "faulty"),
    [
        ("new-issue", {"title": "Trends in AI", "date": "6 April 2022"}, "date"),
        ("new-issue", {"title": " ", "edition": "April 2022"}, "title"),
        ("edit-issue", {"date": "yesterday"}, "date"),
        ("add-link", {"title": "A title", "url": "javascript:alert(1)"}, "url"),
        ("add-link", {"title": " ", "url": " "}, "url"),
        ("add-mention", {"what": " "}, "what"),
        ("add-mention", {"what": "no such work"}, "what"),
    ],
)
def test_what_can_not_stand_has_the_focus(stage: Stage, action: str, values: dict[str, str], faulty: str) -> None:
    form = refused(stage, action, **values)
    focused = form.focusWidget()
    assert focused is not None and focused.objectName() == f"{form.objectName()}-{faulty}"
    form.throw_away()


def test_a_failure_that_is_no_inputs_fault_leaves_the_focus_where_one_wrote(stage: Stage) -> None:
    form = opened(stage, stage.actions["new-issue"].trigger)
    lead = form.findChild(QWidget, "issueForm-lead")
    button = form.findChild(QPushButton, "issueFormAccept")
    assert lead is not None and button is not None
    stage.qtbot.waitUntil(form.isActiveWindow)
    lead.setFocus()
    button.setFocus()
    form.wait()
    form.fail(OSError(28, "No space left on device"))
    assert form.focusWidget() is lead
    form.throw_away()


@pytest.mark.parametrize("name", ["edition", "date", "lead", "names", "tags"])
def test_ctrl_enter_gives_what_is_typed_from_every_input(stage: Stage, name: str) -> None:
    form = opened(stage, stage.actions["new-issue"].trigger)
    fill(form, title="Trends in AI", edition="May 2022")
    field = form.findChild(QWidget, f"issueForm-{name}")
    assert field is not None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.qtbot.waitUntil(lambda: not form.is_open)
    stage.settle()
    with stage.library.read() as reading:
        assert "May 2022" in [one.edition for one in reading.issues.list()]


def test_ctrl_enter_on_cancel_is_no_cancel(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-section"].trigger)
    fill(form, title="Closing")
    cancel = form.findChild(QPushButton, "sectionFormCancel")
    assert cancel is not None
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.qtbot.waitUntil(lambda: not form.is_open)
    stage.settle()
    assert stage.read().sections[-1].title == "Closing"
