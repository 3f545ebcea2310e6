"""The log of libraries: in the form of our own, and without what their words may hold."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from observability.logs import library_formatter, set_up_logs

NAME = "Alex Wilber <alexw@contoso.example>"
PEOPLE: dict[str, str] = {}


class Written:
    """A logger of some library, and the lines that come of it."""

    def __init__(self, *, text: bool = False) -> None:
        self._out = StringIO()
        renderer: Any = structlog.dev.ConsoleRenderer(colors=False)
        if not text:
            renderer = structlog.processors.JSONRenderer()
        self.handler = logging.StreamHandler(self._out)
        shared = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level]
        self.handler.setFormatter(library_formatter(shared, renderer))

    def logger(self, name: str) -> logging.Logger:
        logger = logging.getLogger(f"{name}.of_this_test")
        logger.handlers, logger.propagate = [self.handler], False
        return logger

    @property
    def text(self) -> str:
        return self._out.getvalue()

    @property
    def line(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


@pytest.fixture
def written() -> Written:
    return Written()


def test_a_library_tells_its_kind_of_message_and_not_whom_it_is_about(written: Written) -> None:
    written.logger("urllib3.pool").warning("Retrying %s after %r", f"/users/{NAME}", "timeout")
    assert written.line == {
        "event": "Retrying %s after %r",
        "level": "warning",
        "logger": "urllib3.pool.of_this_test",
    }


def test_what_asyncio_adds_to_its_sentence_is_left_out(written: Written) -> None:
    said = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{NAME}')>"
    written.logger("asyncio").error(said)
    assert written.line["event"] == "Task exception was never retrieved"
    assert NAME not in written.text


def test_an_error_tells_its_kind_and_place_and_not_its_words(written: Written) -> None:
    try:
        PEOPLE[NAME]
    except LookupError:
        written.logger("aiohttp.server").exception("Error handling request from %s", NAME)
    assert written.line["error"] == "KeyError"
    assert "test_logs.py" in written.line["at"][-1]
    assert "Alex" not in written.text


def test_our_own_rooms_are_told_whole(written: Written) -> None:
    written.logger("ledger.migrations").warning(
        "the ledger was written by %s", "a newer version", extra={"revisions": ["9"]}
    )
    assert written.line["event"] == "the ledger was written by a newer version"
    assert written.line["revisions"] == ["9"]


def test_the_click_is_named(written: Written) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="abc"):
        written.logger("engine.runs").error("a run was interrupted")
    assert written.line["correlation_id"] == "abc"


def test_an_object_as_a_message_is_told_by_its_kind(written: Written) -> None:
    written.logger("elsewhere").error(ValueError(NAME))
    assert written.line["event"] == "ValueError"


def test_people_who_look_on_get_text() -> None:
    written = Written(text=True)
    written.logger("engine.runs").error("a run was interrupted")
    assert "a run was interrupted" in written.text
    assert "{" not in written.text


@pytest.fixture
def own_set_up() -> Iterator[None]:
    """Whatever is set up for the process is as before at the end."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("own_set_up")
@pytest.mark.parametrize("text", [False, True])
def test_events_and_libraries_write_side_by_side(
    capsys: pytest.CaptureFixture[str], *, text: bool
) -> None:
    set_up_logs(text=text)
    structlog.get_logger("test").info("something_happened", kind="x")
    logging.getLogger("elsewhere").warning("it is %s", "late")
    logging.getLogger("elsewhere").info("nobody wants to know")
    first, second = capsys.readouterr().err.splitlines()
    assert "something_happened" in first
    assert "it is %s" in second
    if not text:
        assert json.loads(first)["kind"] == "x"
        assert json.loads(second)["timestamp"]
