"""Content packs handed in. In: a ZIP. Out: an import that a worker takes, and what became of it."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.adapters.pack_zip import MOST_BYTES
from campaign.adapters.scratch import open_scratch
from campaign.data.models import Organisation, User
from campaign.services import dispatch, imports
from campaign.services.rights import ADMINISTRATORS, AUTHORS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.receiving import check_token, receives
from campaign.studio.words import explain_error
from campaign.studio.work_cards import show_import


class PackForm(forms.Form):
    """`organisation` is asked of administrators alone: others take in for their own."""

    pack = forms.FileField(
        label=gettext_lazy("The pack, as a ZIP file"),
        help_text=gettext_lazy("The folder that holds campaign.yaml, with stories, media and all beside it."),
        error_messages={
            "required": gettext_lazy("Choose a ZIP file first."),
            "empty": gettext_lazy("This file is empty. Pack the folder again."),
            "max_length": gettext_lazy("The file’s name is too long. Give it a shorter one."),
        },
        max_length=200,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"), label=gettext_lazy("Whose campaign it is"), empty_label=None
    )

    def __init__(self, person: User, data: object = None, files: object = None):
        super().__init__(data, files, initial={"organisation": person.organisation_id}, label_suffix="")  # type: ignore[arg-type]
        self.fields["pack"].widget.attrs["accept"] = ".zip,application/zip"
        if not has_role(person, ADMINISTRATORS):
            del self.fields["organisation"]

    def list_faults(self) -> list[tuple[str, str]]:
        """For the list above the form: the input's id, and what to do."""
        return [(self[name].auto_id, str(error)) for name, errors in self.errors.items() for error in errors]


@never_cache
@receives(MOST_BYTES + 1_000_000)
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
@check_token
def import_pack(request: HttpRequest) -> HttpResponse:
    """The form; a pack that was handed in is on its way, and its page tells how far it is."""
    person = get_person(request)
    form = PackForm(person, request.POST, request.FILES) if request.method == "POST" else PackForm(person)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _take(form.cleaned_data["pack"], person, form.cleaned_data.get("organisation"))
        except CampaignError as error:
            faults = explain_error(error)
    context = {"form": form, "faults": faults, "most": MOST_BYTES // 1_000_000}
    return render(request, "studio/import.html", context, status=409 if faults or form.errors else 200)


@never_cache
@require_GET
@for_roles(AUTHORS)
def show_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of it: every fault with its place, or what was taken."""
    row = imports.find_visible(get_person(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    part = request.headers.get("X-Part") == "import"
    return render(request, "studio/_import.html" if part else "studio/import_result.html", {"one": show_import(row)})


def _take(upload: "UploadedFile[bytes]", person: User, organisation: Organisation | None) -> HttpResponse:
    with open_scratch("pack") as folder:
        path = folder / "pack.zip"
        with path.open("wb") as kept:
            for piece in upload.chunks():
                kept.write(piece)
        row = imports.take_upload(
            path,
            name=upload.name or _("pack.zip"),
            by=person,
            organisation=organisation or person.organisation,
            now=timezone.now(),
        )
    dispatch.queue_imports()
    return redirect("import-result", pk=row.pk)
