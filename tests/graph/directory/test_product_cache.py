from graph.authorized_tenant import CHECKED, Checks
from graph.directory.product_cache import FRESH, CachedProducts
from tests.support.people import product
from tests.support.turned_clock import TurnedClock

E3 = (product("e3"),)


def test_products_are_kept_for_a_moment_for_one_person_and_one_token() -> None:
    clock = TurnedClock()
    kept = CachedProducts(clock)
    kept.keep("tenant", "alex", "token", E3)
    assert kept.get("tenant", "alex", "token") == E3
    assert kept.get("tenant", "megan", "token") is None
    assert kept.get("tenant", "alex", "the next token") is None
    clock.seconds += FRESH
    assert kept.get("tenant", "alex", "token") is None


def test_a_removal_makes_the_counts_of_its_tenant_old() -> None:
    kept = CachedProducts(TurnedClock())
    kept.keep("tenant", "alex", "token", E3)
    kept.keep("tenant", "megan", "token", E3)
    kept.keep("other", "alex", "token", E3)
    kept.forget("tenant")
    assert kept.get("tenant", "megan", "token") is None
    assert kept.get("other", "alex", "token") == E3


def test_the_longest_unused_answers_go_first() -> None:
    kept = CachedProducts(TurnedClock())
    for number in range(1_200):
        kept.keep("tenant", str(number), "token", E3)
    assert kept.get("tenant", "0", "token") is None
    assert kept.get("tenant", "1199", "token") == E3


def test_a_check_of_roles_counts_for_a_minute_for_one_person() -> None:
    clock = TurnedClock()
    checks = Checks(clock)
    assert not checks.count("tenant", "alex")
    checks.note("tenant", "alex")
    assert checks.count("tenant", "alex")
    assert not checks.count("tenant", "megan")
    assert not checks.count("other", "alex")
    clock.seconds += CHECKED
    assert not checks.count("tenant", "alex")
