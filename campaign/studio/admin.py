"""Reference data for administrators, in Django's own admin. In: rows. Out: forms; everything else is read there only.

Materials, approvals and releases have no form here on purpose: only the services change them. People have pages of
their own, as roles, sessions and letters go with them.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Channel, Organisation, Player, User
from campaign.services.rights import ADMINISTRATORS, has_role

# Names of models and fields for people: kept here, so that a word never needs a migration
MODELS = {
    "Channel": _("Channels"),
    "Organisation": _("Organisations"),
    "Player": _("Players"),
}
FIELDS = {
    "name": _("Name"),
    "slug": _("Short name"),
}


def is_administrator(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, User) and person.is_active and has_role(person, ADMINISTRATORS)


class ReferenceSite(admin.AdminSite):
    """The admin behind our own sign-in."""

    site_header = _("Reference data")
    site_title = _("Reference data")
    index_title = _("Organisations, channels and players")

    def has_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Every model by its name for people."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = self.site_title
            for model in app["models"]:
                model["name"] = MODELS[model["object_name"]]
        return apps

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """People change it with us, where wrong tries are counted."""
        return redirect("account-password")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))


class RoleChecked:
    """Permissions follow the role, not Django's permission rows."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Labelled(RoleChecked):
    """Fields by their names for people."""

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest | None, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        if db_field.name in FIELDS:
            field.label = FIELDS[db_field.name]
        return field


class OrganisationForm(Labelled, admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the stubs only
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 - Django reads it as plain data


class ReadOnly(RoleChecked, admin.ModelAdmin):  # type: ignore[type-arg]
    """Shown, never changed here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlayerList(ReadOnly):
    list_display = ("name", "channel", "seen_at", "revoked_at")
    list_filter = ("channel",)
    exclude = ("token_sha256",)


site = ReferenceSite(name="admin")
site.register(Organisation, OrganisationForm)
site.register(Channel, ReadOnly)
site.register(Player, PlayerList)
