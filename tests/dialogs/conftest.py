"""One world for each test."""

import pytest

from tests.support.dialog_context import World


@pytest.fixture
def world() -> World:
    return World()
