from graph.client.odata import chunks, quoted, searching
from sandbox.organization.personas import DOMAIN
from tests.graph.conftest import E3, Bench


async def _names(bench: Bench, text: str, **options: object) -> list[str]:
    people = await bench.tenant.search_people(text, **options)  # type: ignore[arg-type]
    return [person.name for person in people]


FOUND = [
    ("adele", "Adele Vance"),
    ("VANCE ad", "Adele Vance"),
    ("  adelev@con ", "Adele Vance"),
    ("lidia.holloway@", "Lidia Holloway"),
    ("Sean O'Br", "Sean O'Brien"),
    ("sean.o'brien@", "Sean O'Brien"),
    ('Robert"); DROP', 'Robert"); DROP TABLE people;--'),
    ('robert")', 'Robert"); DROP TABLE people;--'),
    ("AC/DC", "AC/DC & Söhne \\ 100%"),
    ("AC/DC & S", "AC/DC & Söhne \\ 100%"),
    ("Söhne \\ 100", "AC/DC & Söhne \\ 100%"),
    ("<b>Bold</b> *", "<b>Bold</b> *Star* [link](https://contoso.example)"),
    ("{{name}} ${na", "{{name}} ${name} <at>Everyone</at>"),
    ("🚀", "🚀 Zoë Müller 👩🏽‍💻"),
    ("🚀 zoë", "🚀 Zoë Müller 👩🏽‍💻"),
    ("山", "山田 太郎"),
    ("عبد", "عبد الرحمن الأحمد"),
    ("guest_fabrikam.example#EXT#", "Guest of Fabrikam"),
]
HOSTILE = [
    '"',
    "\\",
    '\\"',
    '" OR "displayName:a',
    "a' or startsWith(displayName,'b",
    "&",
    "&$top=999",
    "*",
    "%",
    "%24",
    "+",
    "#",
    "\x00",
    "\n",
    "😀" * 400,
    "x" * 100_000,
    "ß" * 500,
    "AND",
    ":",
]


async def test_people_are_found_by_any_text(bench: Bench) -> None:
    for text, name in FOUND:
        assert name in await _names(bench, text, limit=50), text


async def test_no_text_breaks_a_search(bench: Bench) -> None:
    products = [product.id for product in await bench.tenant.products()]
    for text in HOSTILE:
        await _names(bench, text)
        await _names(bench, text, holding=products)


async def test_a_quote_does_not_end_the_search(bench: Bench) -> None:
    assert await _names(bench, 'zzz" OR "displayName:a') == []
    assert await _names(bench, "&zz' or startsWith(displayName,'a") == []


async def test_one_letter_finds_what_begins_with_it(bench: Bench) -> None:
    found = await bench.tenant.search_people("q", limit=999)
    assert found
    for person in found:
        texts = (person.name, person.address, person.mail or "")
        assert any(text.casefold().startswith("q") for text in texts)


async def test_no_text_gives_the_first_people_by_name(bench: Bench) -> None:
    names = await _names(bench, " ", limit=20)
    everyone = sorted((p.name for p in bench.directory.people), key=str.casefold)
    assert sorted(names, key=str.casefold) == everyone[:20]
    assert len(await _names(bench, "")) == 15


async def test_a_search_can_be_narrowed_to_holders(bench: Bench) -> None:
    found = await bench.tenant.search_people("", holding=[E3], limit=40)
    assert len(found) == 40
    assert all(E3 in person.products for person in found)
    assert await bench.tenant.search_people("Pradeep Gupta", holding=[E3]) == ()
    assert await bench.tenant.search_people("a", holding=["no product"]) == ()


async def test_many_products_are_asked_for_in_parts(bench: Bench) -> None:
    products = [product.id for product in await bench.tenant.products()]
    assert len(products) > 15
    found = await bench.tenant.search_people("m", holding=products, limit=10)
    assert len(found) == 10
    assert len({person.id for person in found}) == 10
    assert [p.name.casefold() for p in found] == sorted(p.name.casefold() for p in found)


async def test_entries_are_matched_by_address_mail_and_name(bench: Bench) -> None:
    entries = [
        f"ADELEV@{DOMAIN}",
        f"lidia.holloway@{DOMAIN}",
        f"support@{DOMAIN}",
        "maria garcía",
        "Sean O'Brien",
        f"sean.o'brien@{DOMAIN}",
        f"guest_fabrikam.example#EXT#@{DOMAIN}",
        f"no one@{DOMAIN}",
        "Adele",
        "x" * 5_000,
        "",
    ]
    found = await bench.tenant.find_people(entries)
    assert list(found) == entries
    assert [p.name for p in found[entries[0]]] == ["Adele Vance"]
    assert [p.name for p in found[entries[1]]] == ["Lidia Holloway"]
    assert [p.name for p in found[entries[2]]] == ["Chris Green", "Support (shared mailbox)"]
    assert len(found[entries[3]]) == 3
    assert [[p.address for p in found[entry]] for entry in entries[4:6]] == [
        [f"sean.o'brien@{DOMAIN}"]
    ] * 2
    assert [p.name for p in found[entries[6]]] == ["Guest of Fabrikam"]
    assert all(found[entry] == () for entry in entries[7:])


async def test_hostile_entries_find_no_one(bench: Bench) -> None:
    entries = [
        "') or (id ne '",
        "a@b') or startsWith(mail,'a",
        "\x00@\x00",
        "😀@😀",
        "%27@x",
        "a&b@c",
    ]
    found = await bench.tenant.find_people(entries * 20)
    assert found == dict.fromkeys(entries, ())


async def test_people_are_read_by_id_and_the_others_are_absent(bench: Bench) -> None:
    adele, isaiah = bench.account("adelev").id, bench.account("isaiahl").id
    gone = "00000000-0000-4000-8000-000000000000"
    found = await bench.tenant.read_people([adele.upper(), isaiah, gone, "x", "", "a' or '1"])
    assert {key: person.name for key, person in found.items()} == {
        adele.upper(): "Adele Vance",
        isaiah: "Isaiah Langer",
    }


def test_values_are_cut_into_parts_that_fit() -> None:
    assert [len(part) for part in chunks([str(n) for n in range(31)])] == [15, 15, 1]
    long = ["山" * 320] * 4
    assert [len(part) for part in chunks(long)] == [1, 1, 1, 1]
    assert list(chunks([])) == []


def test_quotes_are_doubled_in_filters_and_escaped_in_searches() -> None:
    assert quoted("O'Brien") == "'O''Brien'"
    assert searching('ab"\\') == (
        '"displayName:ab\\"\\\\" OR "mail:ab\\"\\\\" OR "userPrincipalName:ab\\"\\\\"'
    )
    assert searching("a") is None
    assert searching("R&D") is None
