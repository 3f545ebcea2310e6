"""Who one is to the bot, and signing out."""

from cards.general.whoami import WhoAmIFacts, whoami_card
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.results import Reply, posted
from dialogs.policy.readers import is_reader
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
