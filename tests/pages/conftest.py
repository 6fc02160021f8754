"""Built sites that the tests of pages look at."""

import pytest

from tests.pages.help_center import Built, build


@pytest.fixture(scope="session")
def public(tmp_path_factory) -> Built:
    """The help center of the small shop."""
    return build(tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="session")
def agent(tmp_path_factory) -> Built:
    """Its agent manual."""
    return build(tmp_path_factory.mktemp("agent"), audience="agent", edit_base="https://git.example/edit/main/")
