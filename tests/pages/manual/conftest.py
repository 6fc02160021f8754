"""The manual that the tests of its pages look at."""

import pytest

from tests.pages.help_center import Built
from tests.pages.manual.small_desk import build_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory) -> Built:
    """The agent manual of the small desk."""
    return build_desk(tmp_path_factory.mktemp("desk"))
