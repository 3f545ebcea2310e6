"""The log of libraries: in the form of our own log, without what their messages may contain."""

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
    """A library's logger, and the lines that it writes."""

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


def test_a_library_logs_the_fixed_part_of_a_message_only(written: Written) -> None:
    written.logger("urllib3.pool").warning("Retrying %s after %r", f"/users/{NAME}", "timeout")
    assert written.line == {
        "event": "Retrying %s after %r",
        "level": "warning",
        "logger": "urllib3.pool.of_this_test",
    }


def test_the_details_that_asyncio_adds_are_left_out(written: Written) -> None:
    said = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{NAME}')>"
    written.logger("asyncio").error(said)
    assert written.line["event"] == "Task exception was never retrieved"
    assert NAME not in written.text


def test_an_error_is_logged_by_class_and_place_without_its_message(written: Written) -> None:
    try:
        PEOPLE[NAME]
    except LookupError:
        written.logger("aiohttp.server").exception("Error handling request from %s", NAME)
    assert written.line["error"] == "KeyError"
    assert "test_logs.py" in written.line["at"][-1]
    assert "Alex" not in written.text


def test_a_line_carries_the_correlation_id(written: Written) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="abc"):
        written.logger("elsewhere").error("it broke")
    assert written.line["correlation_id"] == "abc"


def test_an_object_as_a_message_is_logged_by_its_class(written: Written) -> None:
    written.logger("elsewhere").error(ValueError(NAME))
    assert written.line["event"] == "ValueError"


def test_the_log_can_be_text() -> None:
    written = Written(text=True)
    written.logger("elsewhere").error("it broke")
    assert "it broke" in written.text
    assert "{" not in written.text


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Restores the logging of the process afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("restored_logging")
@pytest.mark.parametrize("text", [False, True])
def test_events_and_libraries_write_the_same_form(
    capsys: pytest.CaptureFixture[str], *, text: bool
) -> None:
    set_up_logs(text=text)
    structlog.get_logger("test").info("something_happened", kind="x")
    logging.getLogger("elsewhere").warning("it is %s", "late")
    logging.getLogger("elsewhere").info("it is fine")
    first, second = capsys.readouterr().err.splitlines()
    assert "something_happened" in first
    assert "it is %s" in second
    if not text:
        assert json.loads(first)["kind"] == "x"
        assert json.loads(second)["timestamp"]
