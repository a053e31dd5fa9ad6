"""Who stands at the terminal. In: a user name, or none. Out: that person, if the role allows what they want."""

from campaign.data.models import Organisation, User
from campaign.services.rights import has_role
from campaign.spec.errors import NotAllowed, UnknownName
from campaign.spec.message import say


def find_person(name: str, *, roles: frozenset[User.Role]) -> User:
    """The person of this user name; without one, the only person who could be meant. Raises UnknownName, NotAllowed."""
    able = [user for user in User.objects.filter(is_active=True) if has_role(user, roles)]
    known = ", ".join(sorted(user.username for user in able)) or "–"
    if not name:
        if len(able) == 1:
            return able[0]
        raise NotAllowed(
            say("Somebody must answer for this."), hint=say("Add --by with one of: %(known)s.", known=known)
        )
    for user in able:
        if user.username == name:
            return user
    raise UnknownName(
        say("Nobody called “%(name)s” may do this.", name=name), hint=say("Use one of: %(known)s.", known=known)
    )


def find_organisation(person: User) -> Organisation:
    """Whose content it is. Raises NotAllowed for a person without an organisation."""
    if person.organisation is None:
        raise NotAllowed(
            say("“%(name)s” belongs to no organisation.", name=person.username),
            hint=say("Choose one for them in the studio's administration."),
        )
    return person.organisation
