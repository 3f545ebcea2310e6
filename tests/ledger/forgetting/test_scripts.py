"""Names of all scripts, and names that a card draws in another way than they are stored."""

import unicodedata
from dataclasses import replace

import pytest

from cards.kit.escaping import plain
from ledger import Ledger
from licensing.tenant.people import PersonRef
from tests.ledger.forgetting.test_forgetting import ADELE, licensed
from tests.ledger.plans.test_drafts import DRAFT
from tests.support.ledger import CHAT, NOW, TENANT, plan_of, start
from tests.support.traces import everything

pytestmark = pytest.mark.long

ID = "5ea00000-0000-4000-8000-000000000009"
NAMES = {
    "German": "Jörg Müller-Weiß",
    "Turkish": "İbrahim Işık",  # noqa: RUF001
    "Polish": "Łukasz Żółć",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Cyrillic": "Александр Ёлкин",
    "Arabic": "محمد العربي",
    "Hebrew": "דוד כהן",
    "Devanagari": "प्रिया शर्मा",
    "Han": "王小明",
    "Kana": "さくら たなか",
    "Hangul": "김철수",
    "Thai": "สมชาย ใจดี",
    "decomposed": unicodedata.normalize("NFD", "Zoë Núñez"),
    "long": "Maximiliane Wilhelmine " * 4 + "von Hohenlohe-Öhringen",
    "two blanks": "Zoë  Núñez",
    "turned around": "\u202aДмитрий\u202c Орлов",  # noqa: RUF001
    "braces": "Zoë {{DATE(1)}} Núñez",
    "emoji": "Zoë 💥 Núñez",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=[*NAMES])
async def test_no_trace_of_a_name_is_left(name: str, ledger: Ledger) -> None:
    ref = PersonRef(ID, name, "zoë.núñez@contoso.example")
    shown = (name, plain(name), name.upper(), name.lower(), unicodedata.normalize("NFC", name))
    async with ledger.begin() as unit:
        await unit.drafts.save(replace(DRAFT, people=(ADELE, ref)), None)
        await start(unit, plan_of(*map(licensed, (ref, ADELE))))
        for place, text in enumerate(shown):
            await unit.outbox.say(CHAT, {"text": f"Remove E3 from {text}, {ref.address}?"}, NOW)
            await unit.outbox.say(CHAT, {"text": text}, NOW)
            await unit.inbox.arrive(f"a{place}", CHAT, NOW, {"text": f"by user {text}"})
    async with ledger.begin() as unit:
        await unit.forgetting.forget(TENANT, ID, NOW)
    kept = "\n".join((await everything(ledger)).values()).casefold()
    for text in (*shown, ref.address):
        assert text.casefold() not in kept
    assert ADELE.name.casefold() in kept
