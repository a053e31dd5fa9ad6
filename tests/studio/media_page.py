"""A page with nothing but the widgets of photos, films and subtitles on it. In: a draft. Out: its form, and an urlconf
that has it beside everything else."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template import Context, Engine, Template
from django.urls import include, path

from campaign.data.models import Draft
from campaign.forms.values import ValuesForm
from campaign.services.writing import make_sheet

PAGE = """{% extends "studio/base.html" %}{% load media_widgets %}{% block title %}Draft{% endblock %}
{% block content %}<h1>Draft</h1><form method="post" class="panel" enctype="multipart/form-data">{% csrf_token %}
{% for section in sections %}{% is_subtitles section draft as subtitled %}
{% if section.type == "image" %}{% include "studio/widget_photo.html" %}{% elif section.type == "clip" %}
{% include "studio/widget_clip.html" %}{% elif subtitled %}{% include "studio/widget_cues.html" %}{% endif %}
{% endfor %}<button class="button">Save</button></form>{% endblock %}"""


def show(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft, pk=pk)
    if request.method == "POST":
        draft.typed = {**draft.typed, **{name: str(text) for name, text in request.POST.items()}}
        draft.save()
    sheet = make_sheet(draft)
    assert sheet.template is not None
    form = ValuesForm(
        sheet.template.manifest, languages=sheet.languages, typed=draft.typed, root="values.", samples=False
    )
    sections = [each for top in form.sections for each in top.walk() if not each.path.count(".0")]
    page = Template(PAGE, engine=Engine.get_default())
    context = {
        "draft": draft,
        "sections": sections,
        "request": request,
        "user": request.user,
        "csrf_token": get_token(request),
    }
    return HttpResponse(page.render(Context(context)))


urlpatterns = [path("try/<int:pk>", show, name="try"), path("", include("campaign.urls"))]
