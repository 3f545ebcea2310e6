"""The steps of a removal: what each button and each typed word leads to."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cards.kit.actions import Field, Verb, fix, license_box
from cards.kit.notices import NoticeKind
from cards.removal.statements import shows_statements
from dialogs.model.effects import StartRun, StorePlan
from dialogs.model.results import Transition
from dialogs.removal import confirm, licenses, people, person, preview
from dialogs.removal.people import PROBLEMS_SHOWN
from dialogs.removal.people_input import MAX_PROBLEMS
from ledger.database.json_codec import to_json
from licensing.errors import TenantUnavailable
from licensing.losses.services import Data
from licensing.plans.draft import Consent, Journey, Step
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check
from licensing.tenant.roles import BILLING_ADMINISTRATOR, LICENSE_ADMINISTRATOR, Why
from tests.support.dialog_context import ADELE, E3, MEGAN, VISIO, World
from tests.support.ledger import NOW, plan_of
from tests.support.seen import inputs_of, text_of

BOTH = frozenset({Consent.DELETION, Consent.EDISCOVERY})
BOXES = {Field.ACCEPT_DELETION: "true", Field.ACCEPT_EDISCOVERY: "true"}


def told(transition: Transition | None) -> NoticeKind | None:
    """What a transition says about itself."""
    assert transition is not None
    return transition.notice.kind if transition.notice else None


@pytest.mark.parametrize(
    ("verb", "journey", "step"),
    [
        (Verb.BY_PRODUCT, Journey.BY_PRODUCT, Step.PRODUCTS),
        (Verb.BY_USER, Journey.BY_USER, Step.PERSON),
        (Verb.MANY_USERS, Journey.MANY_USERS, Step.PEOPLE),
    ],
)
async def test_each_journey_starts_at_its_first_step(
    world: World, verb: str, journey: Journey, step: Step
) -> None:
    done = await world.press(world.draft(journey=None), verb)
    assert (done.draft.journey, done.draft.step) == (journey, step)
    assert world.background == [ADELE]


async def test_a_journey_is_refused_without_a_role_and_looks_nothing_up(world: World) -> None:
    done = await world.press(world.draft(name=MEGAN, journey=None), Verb.BY_PRODUCT)
    assert (done.draft.step, done.refused) == (Step.HOME, Why.NO_ROLE)
    assert world.background == []


async def test_the_refusal_names_a_role_that_only_has_to_be_activated(world: World) -> None:
    world.eligible[MEGAN] = frozenset({LICENSE_ADMINISTRATOR})
    done = await world.press(world.draft(name=MEGAN, journey=None), Verb.BY_USER)
    assert done.refused is Why.NOT_ACTIVE


async def test_a_billing_administrator_is_told_that_this_role_is_not_enough(world: World) -> None:
    world.roles[MEGAN] = frozenset({BILLING_ADMINISTRATOR})
    done = await world.press(world.draft(name=MEGAN, journey=None), Verb.BY_USER)
    assert done.refused is Why.BILLING_ONLY


async def test_products_lead_to_people(world: World) -> None:
    draft = world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT)
    done = await world.press(draft, Verb.NEXT, inputs={Field.PRODUCTS: f"{E3},nothing"})
    assert (done.draft.step, done.draft.products) == (Step.PEOPLE, (E3,))


async def test_no_product_chosen_stays_and_says_so(world: World) -> None:
    draft = world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT)
    done = await world.press(draft, Verb.NEXT, inputs={Field.PRODUCTS: ""})
    assert (done.draft.step, told(done)) == (Step.PRODUCTS, NoticeKind.CHOOSE_PRODUCT)


async def test_a_typed_product_name_counts_as_chosen(world: World) -> None:
    done = await world.say(world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT), "visio")
    assert done is not None
    assert (done.draft.step, done.draft.products) == (Step.PEOPLE, (VISIO,))


async def test_text_that_names_no_product_means_nothing_at_products(world: World) -> None:
    assert await world.say(world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT), "hm") is None


async def test_people_are_taken_from_the_search_box_and_from_the_pasted_list(world: World) -> None:
    inputs = {Field.PEOPLE: "joni", Field.PASTE: "diego@contoso.example"}
    done = await world.press(world.draft(Step.PEOPLE), Verb.ADD, inputs=inputs)
    assert [one.id for one in done.draft.people] == ["joni", "diego"]
    assert (done.draft.step, told(done)) == (Step.PEOPLE, NoticeKind.ADDED)


async def test_an_unknown_address_waits_for_correction_and_holds_the_step(world: World) -> None:
    inputs = {Field.PEOPLE: "joni", Field.PASTE: "nobody@contoso.example"}
    done = await world.press(world.draft(Step.PEOPLE), Verb.NEXT, inputs=inputs)
    assert (done.draft.step, told(done)) == (Step.PEOPLE, NoticeKind.PROBLEMS)
    assert [one.entry for one in done.draft.problems] == ["nobody@contoso.example"]


async def test_a_typed_correction_solves_a_problem(world: World) -> None:
    draft = await world.press(world.draft(Step.PEOPLE), Verb.ADD, inputs={Field.PASTE: "jonny"})
    inputs = {fix(0): "joni@contoso.example"}
    done = await world.press(draft.draft, Verb.NEXT, inputs=inputs)
    assert (done.draft.step, done.draft.problems) == (Step.LICENSES, ())


async def test_problems_can_be_skipped(world: World) -> None:
    pasted = {Field.PASTE: "joni@contoso.example\nnobody@contoso.example"}
    draft = (await world.press(world.draft(Step.PEOPLE), Verb.ADD, inputs=pasted)).draft
    done = await world.press(draft, Verb.SKIP_PROBLEMS)
    assert (done.draft.step, done.draft.problems) == (Step.LICENSES, ())


async def test_of_long_lists_that_are_not_found_so_much_is_kept_and_the_rest_is_said(
    world: World,
) -> None:
    draft = world.draft(Step.PEOPLE, people=world.refs("joni"))
    for number in range(5):
        text = "\n".join(f"p{number}.{n}@x.example" for n in range(40_000))
        draft = (await world.press(draft, Verb.ADD, inputs={Field.PASTE: text})).draft
    assert len(draft.problems) == MAX_PROBLEMS
    assert draft.unmatched == 5 * 40_000
    assert len(json.dumps(to_json(draft))) < 100_000
    shown = text_of(await people.show(world.context(), draft, None))
    assert "490 more entries to review." in shown
    assert "199,500 more entries weren't found and can't be corrected here" in shown
    assert "Continue without these 200,000" in shown
    # No one goes on before they have said so.
    done = await world.press(draft, Verb.NEXT)
    assert (done.draft.step, told(done)) == (Step.PEOPLE, NoticeKind.PROBLEMS)
    only_rest = replace(draft, problems=())
    assert "Continue without these 199,500" in text_of(
        await people.show(world.context(), only_rest, None)
    )
    assert told(await world.press(only_rest, Verb.NEXT)) is NoticeKind.PROBLEMS
    done = await world.press(draft, Verb.SKIP_PROBLEMS)
    assert (done.draft.step, done.draft.unmatched) == (Step.LICENSES, 0)


async def test_the_same_list_twice_is_one_list(world: World) -> None:
    text = "\n".join(f"p{n}@x.example" for n in range(MAX_PROBLEMS))
    draft = world.draft(Step.PEOPLE)
    for _ in range(2):
        draft = (await world.press(draft, Verb.ADD, inputs={Field.PASTE: text})).draft
    assert draft.unmatched == MAX_PROBLEMS


async def test_by_user_a_list_that_is_not_found_shows_as_many_problems_as_a_card_holds(
    world: World,
) -> None:
    text = "\n".join(f"p{n}@x.example" for n in range(5_000))
    draft = world.draft(Step.PERSON, journey=Journey.BY_USER)
    draft = (await world.press(draft, Verb.NEXT, inputs={Field.PASTE: text})).draft
    assert len(draft.problems) == MAX_PROBLEMS
    card = await person.show(world.context(), draft, None)
    assert len(inputs_of(card)) == PROBLEMS_SHOWN + 2
    again = await world.press(draft, Verb.NEXT, inputs={Field.PASTE: "joni@contoso.example"})
    assert (again.draft.step, again.draft.unmatched) == (Step.LICENSES, 0)


async def test_no_one_chosen_stays_at_people(world: World) -> None:
    done = await world.press(world.draft(Step.PEOPLE), Verb.NEXT)
    assert (done.draft.step, told(done)) == (Step.PEOPLE, NoticeKind.CHOOSE_PEOPLE)


async def test_people_can_be_taken_off_again(world: World) -> None:
    draft = world.draft(Step.PEOPLE, people=world.refs("joni", "diego"))
    done = await world.press(draft, Verb.TAKE_OFF, inputs={Field.TAKE_OFF: "joni"})
    assert [one.id for one in done.draft.people] == ["diego"]


async def test_by_product_people_lead_straight_to_the_preview(world: World) -> None:
    draft = world.draft(
        Step.PEOPLE, journey=Journey.BY_PRODUCT, products=(E3,), people=world.refs("joni")
    )
    assert (await world.press(draft, Verb.NEXT)).draft.step is Step.PREVIEW


async def test_the_list_of_holders_takes_everyone_with_one_button(world: World) -> None:
    draft = world.draft(Step.HOLDERS, journey=Journey.BY_PRODUCT, products=(E3,))
    done = await world.press(draft, Verb.ALL_HOLDERS)
    assert (done.draft.step, told(done)) == (Step.PEOPLE, NoticeKind.ADDED)
    assert {one.id for one in done.draft.people} == {"diego", "joni", "sara"}


async def test_an_unticked_holder_is_taken_off(world: World) -> None:
    people = world.refs("joni", "diego")
    draft = world.draft(Step.HOLDERS, journey=Journey.BY_PRODUCT, products=(E3,), people=people)
    done = await world.press(draft, Verb.NEXT, inputs={Field.HOLDERS: "diego"})
    assert [one.id for one in done.draft.people] == ["diego"]


async def test_one_person_leads_to_their_licenses(world: World) -> None:
    draft = world.draft(Step.PERSON, journey=Journey.BY_USER)
    done = await world.press(draft, Verb.NEXT, inputs={Field.PERSON: "joni"})
    assert (done.draft.step, done.draft.people) == (Step.LICENSES, world.refs("joni"))


async def test_by_user_takes_one_person_only(world: World) -> None:
    pasted = "joni@contoso.example diego@contoso.example"
    draft = world.draft(Step.PERSON, journey=Journey.BY_USER)
    done = await world.press(draft, Verb.NEXT, inputs={Field.PASTE: pasted})
    assert (done.draft.step, told(done)) == (Step.PERSON, NoticeKind.ONE_PERSON)


async def test_no_person_chosen_stays_at_person(world: World) -> None:
    done = await world.press(world.draft(Step.PERSON, journey=Journey.BY_USER), Verb.NEXT)
    assert told(done) is NoticeKind.CHOOSE_PERSON


async def test_a_person_who_left_the_directory_is_said_to_be_gone(world: World) -> None:
    draft = world.draft(Step.PERSON, journey=Journey.BY_USER)
    done = await world.press(draft, Verb.NEXT, inputs={Field.PERSON: "ghost"})
    assert told(done) is NoticeKind.GONE


@pytest.mark.parametrize("inputs", [{Field.PRODUCTS: E3}, {license_box(E3): "true"}])
async def test_ticked_licenses_lead_to_the_preview(world: World, inputs: dict[str, str]) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    done = await world.press(draft, Verb.NEXT, inputs=inputs)
    assert (done.draft.step, done.draft.products) == (Step.PREVIEW, (E3,))


@pytest.mark.parametrize("journey", [Journey.BY_USER, Journey.MANY_USERS, Journey.BY_PRODUCT])
async def test_ones_own_licenses_are_remarked_where_they_are_chosen(
    world: World, journey: Journey
) -> None:
    step = Step.PEOPLE if journey is Journey.BY_PRODUCT else Step.LICENSES
    show = people.show if journey is Journey.BY_PRODUCT else licenses.show
    remark = "You are on this list" if journey is Journey.BY_PRODUCT else "own licenses"
    draft = world.draft(step, journey=journey, people=world.refs("joni"))
    assert remark not in text_of(await show(world.context("adele"), draft, None))
    assert remark in text_of(await show(world.context("joni"), draft, None))


async def test_a_license_that_no_one_chosen_holds_is_not_taken(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    done = await world.press(draft, Verb.NEXT, inputs={Field.PRODUCTS: VISIO})
    assert (done.draft.step, told(done)) == (Step.LICENSES, NoticeKind.CHOOSE_LICENSE)


@pytest.mark.parametrize("text", ["all", "Everything"])
async def test_typing_all_takes_every_license(world: World, text: str) -> None:
    done = await world.say(world.draft(Step.LICENSES, people=world.refs("diego")), text)
    assert done is not None
    assert (done.draft.step, done.draft.all_products) == (Step.PREVIEW, True)


async def test_entering_the_preview_freezes_a_plan(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni", "diego"))
    done = await world.press(draft, Verb.NEXT, inputs={Field.ALL_PRODUCTS: "true"})
    (effect,) = done.effects
    assert isinstance(effect, StorePlan)
    assert (effect.plan.id, effect.plan.summary.licenses) == (done.draft.plan, 3)


async def test_someone_deleted_before_the_preview_is_left_out_and_said(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni", "diego"))
    del world.people["diego"]
    done = await world.press(draft, Verb.NEXT, inputs={Field.ALL_PRODUCTS: "true"})
    assert (told(done), done.draft.people) == (NoticeKind.GONE, world.refs("joni"))


async def test_the_preview_leads_to_the_confirmation_where_no_rule_applies(world: World) -> None:
    draft = world.draft(Step.PREVIEW, plan=_plan(world))
    assert (await world.press(draft, Verb.NEXT)).draft.step is Step.CONFIRM


async def test_a_plan_that_removes_nothing_goes_no_further_than_the_preview(world: World) -> None:
    plan = plan_of(world.people["lee"], id="empty")
    world.plans[plan.id] = plan
    draft = world.draft(Step.PREVIEW, plan=plan.id)
    assert (await world.press(draft, Verb.NEXT)).draft == draft


async def test_all_boxes_ticked_starts_the_run(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world))
    done = await world.press(draft, Verb.REMOVE, inputs=BOXES)
    (effect,) = done.effects
    assert isinstance(effect, StartRun)
    assert (done.draft.step, effect.draft.run) == (Step.RUNNING, done.draft.run)


@pytest.mark.parametrize("box", [Field.ACCEPT_DELETION, Field.ACCEPT_EDISCOVERY])
async def test_a_missing_box_starts_nothing(world: World, box: str) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world))
    done = await world.press(draft, Verb.REMOVE, inputs={box: "true"})
    assert (done.draft.step, told(done), done.effects) == (Step.CONFIRM, NoticeKind.TICK_BOXES, ())


async def test_a_product_that_no_one_knows_needs_its_box(world: World) -> None:
    plan = plan_of(world.people["lee"], id="unknown", chosen=("visio",))
    plan = replace(plan, summary=replace(plan.summary, losing={Data.UNKNOWN: 1}))
    world.plans[plan.id] = plan
    draft = world.draft(Step.CONFIRM, plan=plan.id)
    done = await world.press(draft, Verb.REMOVE)
    assert (told(done), done.effects) == (NoticeKind.TICK_BOXES, ())
    typed = await world.say(draft, "accept unknown")
    assert typed is not None
    assert typed.draft.accepted == {Consent.UNKNOWN}
    done = await world.press(draft, Verb.REMOVE, inputs={Field.ACCEPT_UNKNOWN: "true"})
    assert done.draft.step is Step.RUNNING


@pytest.mark.parametrize("before", ["", "the hash of another plan"])
async def test_a_press_on_a_card_that_did_not_state_the_losses_is_shown_them_first(
    world: World, before: str
) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world), stated=before)
    reply = await world.click(ADELE, Verb.REMOVE, draft.token, inputs=BOXES)
    shown = world.drafts[draft.id]
    assert (shown.step, shown.run) == (Step.CONFIRM, None)
    assert reply.card is not None
    assert shows_statements(reply.card)
    assert shown.stated == world.plans["plan"].hash
    await world.click(ADELE, Verb.REMOVE, shown.token, inputs=BOXES)
    assert world.drafts[draft.id].step is Step.RUNNING


async def test_a_typed_removal_needs_the_statements_too(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world), stated="", accepted=BOTH)
    done = await confirm.remove(world.context(), draft)
    assert (told(done), done.effects) == (NoticeKind.NOT_STATED, ())


@pytest.mark.parametrize("box", [Field.ACCEPT_DELETION, Field.ACCEPT_EDISCOVERY])
async def test_boxes_that_the_card_does_not_have_are_of_another_card(
    world: World, box: Field
) -> None:
    plan = plan_of(world.people["lee"], id="tools", chosen=("visio",))
    world.plans[plan.id] = plan
    draft = world.draft(Step.CONFIRM, plan=plan.id)
    done = await world.press(draft, Verb.REMOVE, inputs={box: "true"})
    assert (told(done), done.effects) == (NoticeKind.NOT_STATED, ())
    done = await world.press(draft, Verb.REMOVE)
    assert done.draft.step is Step.RUNNING


async def test_what_was_accepted_for_one_plan_does_not_count_for_the_next(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world), people=world.refs("joni"), accepted=BOTH)
    back = (await world.press(draft, Verb.BACK)).draft
    again = (await world.press(replace(back, step=Step.LICENSES), Verb.BACK)).draft
    fresh = (await preview.enter(world.context(), replace(again, step=Step.PREVIEW))).draft
    assert fresh.accepted == frozenset()


async def test_a_box_that_is_not_on_the_card_is_not_ticked_by_typing(world: World) -> None:
    plan = plan_of(world.people["lee"], id="tools", chosen=("visio",))
    world.plans[plan.id] = plan
    done = await world.say(world.draft(Step.CONFIRM, plan=plan.id), "accept deletion")
    assert done is not None
    assert done.draft.accepted == frozenset()


async def test_a_box_can_be_ticked_by_typing(world: World) -> None:
    done = await world.say(world.draft(Step.CONFIRM, plan=_plan(world)), "accept deletion")
    assert done is not None
    assert done.draft.accepted == {Consent.DELETION}


async def test_the_next_day_leads_back_to_a_new_preview(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world), people=world.refs("joni"))
    world.now += timedelta(days=1)
    done = await world.press(draft, Verb.REMOVE, inputs=BOXES)
    assert (done.draft.step, told(done)) == (Step.PREVIEW, NoticeKind.NEW_DAY)
    assert done.draft.plan != draft.plan


@pytest.mark.parametrize("step", [Step.CONFIRM, Step.REQUEST])
async def test_a_case_opened_since_the_preview_leads_back_to_a_new_preview(
    world: World, step: Step
) -> None:
    draft = world.draft(step, plan=_plan(world), people=world.refs("joni"))
    address = world.people["joni"].address.casefold()
    case = Case("c", "Fabrikam", Hold.APPLIED)
    world.cases[ADELE] = CaseView(Check(at=NOW), {address: (case,)})
    verb = Verb.REMOVE if step is Step.CONFIRM else Verb.SEND_REQUEST
    done = await world.press(draft, verb, inputs=BOXES)
    assert (done.draft.step, told(done)) == (Step.PREVIEW, NoticeKind.NEW_CASES)
    (effect,) = done.effects
    assert isinstance(effect, StorePlan)
    assert effect.plan.people[0].cases == (case,)


async def test_a_case_of_someone_else_leads_nowhere(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world), people=world.refs("joni"))
    case = Case("c", "Fabrikam", Hold.APPLIED)
    world.cases[ADELE] = CaseView(Check(at=NOW), {"lee@contoso.example": (case,)})
    done = await world.press(draft, Verb.REMOVE, inputs=BOXES)
    assert done.draft.step is Step.RUNNING


async def test_a_role_lost_since_the_preview_is_noticed_at_the_confirmation(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world))
    world.roles.clear()
    done = await world.press(draft, Verb.REMOVE, inputs=BOXES)
    assert (done.draft.step, done.refused, done.effects) == (Step.CONFIRM, Why.NO_ROLE, ())


async def test_cancel_ends_a_flow_and_back_keeps_what_was_chosen(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    assert (await world.press(draft, Verb.CANCEL)).draft.step is Step.CANCELED
    back = (await world.press(draft, Verb.BACK)).draft
    assert (back.step, back.people) == (Step.PEOPLE, draft.people)


async def test_cancel_does_not_end_what_is_no_flow(world: World) -> None:
    draft = world.draft(Step.RUNNING, plan=_plan(world), run="run 1")
    assert (await world.press(draft, Verb.CANCEL)).draft == draft


async def test_a_tenant_that_does_not_answer_leaves_the_draft_as_it_is(world: World) -> None:
    draft = world.draft(Step.CONFIRM, plan=_plan(world))
    world.failure = TenantUnavailable()
    reply = await world.click(ADELE, Verb.REMOVE, draft.token, inputs=BOXES)
    assert world.drafts[draft.id] == draft
    assert reply.card is not None


def _plan(world: World) -> str:
    plan = plan_of(world.people["joni"], id="plan")
    world.plans[plan.id] = plan
    return plan.id


async def test_all_licenses_of_a_person_who_is_not_clear_wait_for_the_person(world: World) -> None:
    draft = world.draft(Step.PERSON, journey=Journey.BY_USER)
    done = await world.press(draft, Verb.ALL_LICENSES, inputs={Field.PASTE: "nobody@x.example"})
    assert (done.draft.step, told(done)) == (Step.PERSON, NoticeKind.PROBLEMS)
    done = await world.press(draft, Verb.ALL_LICENSES, inputs={Field.PERSON: "joni"})
    assert (done.draft.step, done.draft.all_products) == (Step.PREVIEW, True)


async def test_by_product_the_button_for_all_licenses_means_nothing(world: World) -> None:
    draft = world.draft(
        Step.PEOPLE, journey=Journey.BY_PRODUCT, people=world.refs("joni"), products=(E3,)
    )
    done = await world.press(draft, Verb.ALL_LICENSES)
    assert (done.draft.all_products, done.draft.products) == (False, (E3,))


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("joni@contoso.example", Step.LICENSES),
        ("joni@contoso.example, diego@contoso.example", Step.PEOPLE),
        ("no_one@x.example", Step.PERSON),
    ],
)
async def test_an_address_begins_a_flow_where_none_is_open(
    world: World, text: str, step: Step
) -> None:
    await world.type(ADELE, text)
    assert world.newest().step is step


@pytest.mark.parametrize("text", ["what is this", "see you @ noon", "@alex", "perhaps"])
async def test_other_text_begins_no_flow(world: World, text: str) -> None:
    await world.type(ADELE, text)
    assert world.newest().step is Step.HOME


async def test_a_list_that_could_not_be_read_is_kept(world: World) -> None:
    world.failure = TenantUnavailable()
    await world.type(ADELE, "joni@contoso.example, diego@contoso.example")
    kept = world.newest()
    assert kept.unread is not None
    world.failure = None
    await world.click(ADELE, Verb.REFRESH, kept.token)
    assert len(world.newest().people) == 2
