"""What a paper says of itself agrees with what the services can be asked for."""

import pytest

from curator.domain.identifiers import Identifier, Kind
from curator.domain.papers import may_be_known
from curator.net import Net
from curator.settings import load
from curator.sources import SOURCES


@pytest.mark.parametrize(
    "name", [Identifier(Kind.ARXIV, "2203.15556"), Identifier(Kind.DOI, "10.1/a"), Identifier(Kind.URL, "https://a.b/")]
)
def test_what_may_be_known_is_what_some_source_resolves(name: Identifier) -> None:
    settings = load({})
    sources = [make(Net(settings.named_hosts), settings) for make in SOURCES]
    arxiv = name.id if name.kind is Kind.ARXIV else None
    assert may_be_known(arxiv) == any(source.resolves(name) for source in sources)
