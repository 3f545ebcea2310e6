"""Who one is to the bot, and signing out."""

from cards.general.whoami import WhoAmIFacts, whoami_card
from dialogs import transitions as moves
from dialogs.model.context import Context
from dialogs.model.results import CardReply, Stored, TextReply
from licensing.tenant.roles import may_remove, role_names


async def who_am_i(scene: Context) -> CardReply:
    """Post a card with the person's roles, as the tenant has them now."""
    active = await scene.directory.my_roles()
    eligible = await scene.directory.my_eligible_roles()
    draft = moves.fresh_home(scene)
    facts = WhoAmIFacts(
        name=scene.who.name,
        roles=role_names(active),
        eligible=role_names(eligible - active),
        decision=may_remove(active, eligible),
        acting=scene.acting,
        token=draft.token,
    )
    card = whoami_card(facts, scene.words)
    return CardReply(card, (Stored(draft, card),), below=True)


async def sign_out(scene: Context) -> TextReply:
    """Forget the person's sign-in. A run that is under way pauses with it."""
    words = scene.words
    if scene.accounts is None:
        return TextReply(words.no_sign_in_here)
    gone = await scene.accounts.sign_out(scene.who.tenant, scene.who.person)
    return TextReply(words.signed_out if gone else words.not_signed_in)
