"""The addresses of a draft's files, and of what is chosen from its films."""

from django.urls import URLPattern, path, re_path

from campaign.studio.views import cues, uploads

_MEDIUM = r"^drafts/(?P<pk>\d+)/media/(?P<name>[^/]{1,120})"

urlpatterns: list[URLPattern] = [
    path("drafts/<int:pk>/upload", uploads.take_upload, name="upload"),
    path("drafts/<int:pk>/crops", uploads.show_crops, name="crops"),
    path("drafts/<int:pk>/cues", cues.take_cues, name="cues"),
    re_path(rf"{_MEDIUM}$", uploads.give_medium, name="medium"),
    re_path(rf"{_MEDIUM}/picture$", uploads.show_picture, name="medium-picture"),
    re_path(rf"{_MEDIUM}/strip$", uploads.show_strip, name="medium-strip"),
    re_path(rf"{_MEDIUM}/playable$", uploads.give_playable, name="medium-playable"),
    re_path(rf"{_MEDIUM}/cues$", cues.show_cues, name="medium-cues"),
    re_path(
        rf"{_MEDIUM}/cues\.(?P<language>[a-z]{{2,3}})\.(?P<kind>srt|vtt)$", cues.export_cues, name="medium-cues-file"
    ),
]
