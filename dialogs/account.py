"""Who one is to the bot, in which language it writes, and signing out."""

from cards.general.language import LanguageFacts, language_card
from cards.general.whoami import WhoAmIFacts, whoami_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.effects import ChooseLanguage
from dialogs.model.events import Pressed
from dialogs.model.results import Reply, posted, redrawn
from dialogs.policy.readers import is_reader
from licensing.plans.draft import Draft
from licensing.tenant.roles import may_remove, role_names


async def who_am_i(context: Context) -> Reply:
    """Post a card with the person's roles, as the tenant has them now."""
    active = await context.directory.my_roles()
    eligible = await context.directory.my_eligible_roles()
    draft = fresh_home(context)
    facts = WhoAmIFacts(
        name=context.who.name,
        roles=role_names(active),
        eligible=role_names(eligible - active),
        decision=may_remove(active, eligible),
        acting=context.settings.acting,
        token=draft.token,
        reader=await is_reader(context),
    )
    card = whoami_card(facts, context.texts)
    return posted(draft, card)


async def sign_out(context: Context) -> Reply:
    """Forget the person's sign-in. A run that is under way pauses with it."""
    texts = context.texts
    if context.accounts is None:
        return Reply(text=texts.account.no_sign_in_here)
    gone = await context.accounts.sign_out(context.who.tenant, context.who.person)
    return Reply(text=texts.account.signed_out if gone else texts.account.not_signed_in)


def show_languages(context: Context) -> Reply:
    """Post a card with the languages that exist."""
    if not context.who.personal:
        return Reply(text=context.texts.language.own_chat)
    draft = fresh_home(context)
    return posted(draft, _languages(context, draft, context.who.language.chosen))


def choose_language(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """Write to the person in this language from now on, beginning with the answer."""
    tag = pressed.arg
    if tag and not context.languages.exists(tag):
        return redrawn(draft, _languages(context, draft, context.who.language.chosen))
    context = context.reading(context.languages.texts_for(context.who.language.locale, tag))
    texts = context.texts.language
    said = texts.chosen(texts.own_name) if tag else texts.chosen_as_teams
    card = _languages(context, draft, tag, Notice(NoticeKind.DONE, said=said))
    return redrawn(draft, card, ChooseLanguage(tag))


def _languages(context: Context, draft: Draft, chosen: str, notice: Notice | None = None) -> Card:
    names = [(one.tag, one.language.own_name) for one in context.languages.all]
    return language_card(LanguageFacts(names, draft.token, chosen, notice), context.texts)
