"""Addresses of the templates' gallery, and of before and after."""

from django.urls import URLPattern, URLResolver, path

from campaign.studio.views import template_changes, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("templates", templates.show_gallery, name="templates"),
    path("templates/<slug:slug>", templates.show_template, name="template"),
    path("templates/<slug:slug>/<slug:screen>/<str:language>.jpg", templates.give_sample, name="template-sample"),
    path("template-changes", template_changes.show_changes, name="template-changes"),
    path("template-changes/use", template_changes.use_templates, name="use-templates"),
    path("template-changes/<int:pk>", template_changes.show_trial, name="template-trial"),
    path("template-changes/<int:pk>/<slug:kind>.webp", template_changes.give_trial, name="template-trial-picture"),
]
