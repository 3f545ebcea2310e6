"""Dialogs (`task/fetch` and `task/submit`), which change nothing."""

import asyncio
from datetime import timedelta

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer, Size
from bot.activities.invoke_router import Invoke, Invokes
from dialogs.dispatcher import Dispatcher
from dialogs.model.events import read_press
from engine.events import texts_of, who
from licensing.errors import SignInNeeded, UnassignError


def answer_dialogs(invokes: Invokes, dispatcher: Dispatcher, time_limit: timedelta) -> None:
    """Open dialogs and turn their pages."""

    async def dialog(inbound: Inbound) -> InvokeAnswer:
        texts = texts_of(inbound, dispatcher.languages)
        pressed = read_press(inbound.value.get("data"))
        if pressed is None:
            return answers.task_message(texts.messages.unknown_dialog)
        try:
            async with asyncio.timeout(time_limit.total_seconds()):
                page = await dispatcher.dialog(who(inbound), pressed)
        except SignInNeeded:
            return answers.task_message(texts.request_list.sign_in_by_button)
        except UnassignError as error:
            return answers.task_message(texts.errors.error(error))
        except TimeoutError:
            return answers.task_message(texts.request_list.too_slow)
        if isinstance(page, str):
            return answers.task_message(page)
        return answers.task_card(page.title, page.card, Size.LARGE)

    invokes.on(Invoke.TASK_FETCH)(dialog)
    invokes.on(Invoke.TASK_SUBMIT)(dialog)
