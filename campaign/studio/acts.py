"""What a person may do to a material. In: who, and a material. Out: the acts to offer, and how to do them.

The services decide; what is offered here only spares people buttons that would be refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Material, User, Withdrawal
from campaign.data.queries import has_written
from campaign.services import review
from campaign.services.rights import AUTHORS, LEADS, Role, has_role
from campaign.services.states import Act, find_starts
from campaign.services.verdicts import read_verdict


@dataclass(frozen=True)
class Form:
    """How an act is offered and confirmed; `reason` labels the reason asked for, empty when none is."""

    act: Act
    button: Promise
    question: Promise
    told: Promise
    done: Promise
    look: str
    roles: frozenset[Role]
    reason: Promise | str = ""
    must_say_why: bool = False


FORMS: Mapping[str, Form] = {
    form.act: form
    for form in (
        Form(
            Act.SUBMIT,
            _("Submit for approval"),
            _("Submit this material for approval?"),
            _("A campaign lead will look at exactly this picture. You can go on working on other materials."),
            _("Submitted. A campaign lead will look at it."),
            "",
            AUTHORS,
        ),
        Form(
            Act.APPROVE,
            _("Approve"),
            _("Approve this material?"),
            _("Your approval holds for exactly this picture; once anything in it changes, it is asked for again."),
            _("Approved. It can be scheduled now."),
            "",
            LEADS,
        ),
        Form(
            Act.RETURN,
            _("Return for changes"),
            _("Return this material to its author?"),
            _("The author sees your words on the material’s page."),
            _("Returned to its author."),
            "second",
            LEADS,
            reason=_("What should change"),
            must_say_why=True,
        ),
        Form(
            Act.WITHDRAW,
            _("Withdraw"),
            _("Withdraw this material from every screen?"),
            _("It disappears from every playlist at the players’ next poll, within about a minute."),
            _("Withdrawn. It is gone from every playlist at the next poll."),
            "stop",
            AUTHORS,
            reason=_("Why it is withdrawn"),
            must_say_why=True,
        ),
    )
}


def list_acts(person: User, material: Material) -> tuple[Form, ...]:
    """What to offer: by role and state; approval never to who wrote it, and only once all that was found is settled.
    What something newer has taken the place of can only be withdrawn."""
    return tuple(
        form
        for form in FORMS.values()
        if material.state in find_starts(form.act)
        and has_role(person, form.roles, campaign=material.version.item.campaign)
        and (material.current or form.act is Act.WITHDRAW)
        and (form.act is not Act.APPROVE or (may_judge(person, material) and is_settled(material)))
    )


def may_judge(person: User, material: Material) -> bool:
    """Whether this person accepts warnings of it and approves it: a lead who did not write in it."""
    is_lead = has_role(person, LEADS, campaign=material.version.item.campaign)
    return is_lead and not has_written(person, material.version)


def is_settled(material: Material) -> bool:
    """Whether nothing is left to mend, and no warning is open."""
    verdict = read_verdict(material)
    return not verdict.errors and not verdict.open


def perform(act: str, material: Material, *, by: User, key: str, reason: str) -> None:
    """Do it. `key` is the content key of the picture the person looked at. Raises NotAllowed."""
    if act == Act.SUBMIT:
        review.submit(material, by=by)
    elif act == Act.APPROVE:
        review.approve(material, by=by, key=key)
    elif act == Act.RETURN:
        review.return_to_draft(material, by=by, why=reason)
    else:
        review.withdraw(scope=Withdrawal.Scope.MATERIAL, ref=str(material.pk), by=by, why=reason, now=timezone.now())
