"""The addresses of stories as they are written: the list, the editor, versions."""

from django.urls import URLPattern, path

from campaign.studio.views import draft_news, draft_pictures, drafts, item, stories, versions

urlpatterns: list[URLPattern] = [
    path("stories", stories.show_stories, name="stories"),
    path("stories/new", stories.begin_story, name="new-story"),
    path("stories/examples/<slug:template>-<slug:shape>.jpg", draft_pictures.give_example, name="template-example"),
    path("stories/<int:pk>", item.show_item, name="item"),
    path("stories/<int:pk>/edit", item.edit_item, name="edit-item"),
    path("stories/<int:pk>/compare", versions.compare_versions, name="compare-versions"),
    path("stories/versions/<int:pk>/restore", versions.restore_version, name="restore-version"),
    path("drafts/<int:pk>", drafts.show_draft, name="draft"),
    path("drafts/<int:pk>/save", drafts.save_draft, name="save-draft"),
    path("drafts/<int:pk>/news", draft_news.tell_news, name="draft-news"),
    path("drafts/<int:pk>/template", drafts.choose_template, name="draft-template"),
    path("drafts/<int:pk>/delete", drafts.delete_draft, name="delete-draft"),
    path("drafts/<int:pk>/look", draft_pictures.show_look, name="draft-look"),
]
