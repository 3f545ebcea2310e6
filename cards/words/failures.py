"""What went wrong, and what to do next, for each class of `licensing.errors`; in English."""

from collections.abc import Mapping

from licensing.errors import UnassignError

#: By the name of the error's class, which is also what the ledger keeps as a reason.
FAILURES: Mapping[str, str] = {
    "UnassignError": "Something went wrong.",
    "TenantError": "Microsoft 365 refused.",
    "SignInNeeded": "You are not signed in.",
    "FreshSignInNeeded": "Your sign-in is too old for this.",
    "WrongPerson": "Someone else signed in.",
    "SignInTimeMissing": "Microsoft Entra does not say when you signed in.",
    "NotAllowed": "Microsoft 365 does not permit this.",
    "RoleMissing": "Your role does not permit this.",
    "RestrictedUnit": (
        "This person is in an administrative unit that only its own administrators may change."
    ),
    "UnknownPerson": "This person is no longer in the directory.",
    "InheritedFromGroup": "A group gives this license, so it can't be taken from the person.",
    "LicenseNotHeld": "The person no longer has this license.",
    "DependentPlan": "Another license of this person needs a service of this one.",
    "MissingPlan": "This license needs a service that the person does not have.",
    "ConflictingPlans": "Two services of this person's licenses exclude each other.",
    "NoFreeSeat": "No license of this product is free.",
    "NoUsageLocation": "The person has no usage location.",
    "NotForUsers": "People can't hold this product.",
    "NothingToChange": "There was nothing to change.",
    "ChangedMeanwhile": "Someone else is changing the same licenses right now.",
    "SlowDown": "Microsoft 365 asks us to wait.",
    "TenantUnavailable": "Microsoft 365 does not answer right now.",
    "UnreadAnswer": "Microsoft 365 refused for a reason I don't know.",
    "SendPrevented": "I was held up, so I did not call Microsoft 365.",
    "StaleDraft": "Another click was faster.",
    "PlanMissing": "I no longer have this preview.",
    "RequestMissing": "There is no such request.",
}

NEXT_STEPS: Mapping[str, str] = {
    "UnassignError": (
        "Please try again. If it keeps happening, contact the person who runs this bot."
    ),
    "TenantError": "Please try again, or do it in the admin center.",
    "SignInNeeded": "Please sign in, and I go on from here.",
    "FreshSignInNeeded": "Please sign in once more, and I go on from here.",
    "WrongPerson": "Please sign in with the account that you use in Teams.",
    "SignInTimeMissing": (
        "Your admin has to add the optional claim auth_time to the app registration."
    ),
    "NotAllowed": (
        "Your role may not cover this, or the app may lack a permission. Write “who am i” to see "
        "your roles."
    ),
    "RoleMissing": "You need to be License, User or Global Administrator.",
    "RestrictedUnit": "Ask one of them to do it.",
    "UnknownPerson": "Remove this person from the list.",
    "InheritedFromGroup": "Take the person out of the group, or the license off the group.",
    "LicenseNotHeld": "Go back and preview again.",
    "DependentPlan": "Remove both licenses together.",
    "MissingPlan": "Give the license with that service first.",
    "ConflictingPlans": "Change the person's licenses in the admin center first.",
    "NoFreeSeat": "Buy one, or take one from someone else first.",
    "NoUsageLocation": "Set one in the admin center first.",
    "NotForUsers": "Choose another product.",
    "NothingToChange": "Go back and preview again.",
    "ChangedMeanwhile": "Please try again in a minute.",
    "SlowDown": "Please try again in a minute.",
    "TenantUnavailable": "Please try again in a minute.",
    "UnreadAnswer": "Please try it in the admin center.",
    "SendPrevented": "Please try again.",
    "StaleDraft": "The newest card shows how things stand.",
    "PlanMissing": "Please make a new preview.",
    "RequestMissing": "Write “requests” to see those that there are.",
}

#: Errors whose next step leads to the admin center.
BY_HAND = frozenset({"TenantError", "ConflictingPlans", "NoUsageLocation", "UnreadAnswer"})


def class_with_text(error: UnassignError) -> str:
    """The name of an error's class, or of the nearest one above it that has a text."""
    names = [kind.__name__ for kind in type(error).__mro__]
    return next(name for name in names if name in FAILURES)
