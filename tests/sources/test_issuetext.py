"""What is exported is read back as it was; what a hand made of it is read as far as it goes."""

from hypothesis import given, settings

from curator.domain.document import IssueDocument
from curator.export.markdown import made_definition, render
from curator.sources.issuetext import read_issue
from tests.randomissues import again, documents


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_issue_comes_back_as_it_was(document: IssueDocument) -> None:
    written = render(document).text.decode()
    read = read_issue(written)
    assert [made_definition(one) for one in document.references] == [one.text for one in read.definitions]
    found = again(read, document)
    assert found.sections == document.sections
    assert (found.title, found.lead, found.cover) == (document.title, document.lead, document.cover)
    assert render(found).text.decode() == written
