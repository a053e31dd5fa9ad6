"""The preview's addresses."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.i18n import set_language

from campaign.preview.views import events, files, pages, pictures

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.show_index, name="preview"),
    path("cards", pages.list_cards, name="preview-cards"),
    path("events", events.tell_changes, name="preview-events"),
    path("language", set_language, name="set-language"),
    path("fonts/<str:name>.ttf", files.give_font, name="preview-font"),
    re_path(r"^pictures/(?P<key>[0-9a-f]{32})$", pictures.give_picture, name="preview-picture"),
    path("templates/<str:name>", pages.show_template, name="preview-template"),
    path("templates/<str:name>/state", pages.describe_template, name="preview-state"),
    path("templates/<str:name>/form", pages.show_form, name="preview-form"),
    path("templates/<str:name>/values", pages.take_values, name="preview-values"),
    path("templates/<str:name>/media", files.take_file, name="preview-media"),
    path("templates/<str:name>/look", pictures.show_look, name="preview-look"),
    path("templates/<str:name>/film", pictures.give_film, name="preview-film"),
    path("templates/<str:name>/live", pictures.show_live, name="preview-live"),
    path("templates/<str:name>/files/<path:path>", files.give_file, name="preview-file"),
]
