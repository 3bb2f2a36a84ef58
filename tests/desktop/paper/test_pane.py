"""The paper pane as a person uses it."""

from tests.desktop.paper.conftest import Stage


def test_a_paper_is_shown_with_all_that_is_known_of_it(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    assert stage.pane.header.title.text() == "Training Compute-Optimal Large Language Models"
    assert stage.pane.header.meta.text() == "arXiv 2203.15556 v1 · cs.CL, cs.LG · 29 March 2022"


def test_typing_is_saved_after_a_pause(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.boxes["why"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    with stage.qtbot.waitSignal(box.saved):
        stage.qtbot.keyClicks(box.edit, "Budgets were spent in the wrong place.")
    assert stage.saved(stage.chinchilla) == "Budgets were spent in the wrong place."
