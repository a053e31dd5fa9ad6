"""The studio's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.i18n import set_language

from campaign.studio import (
    campaign_urls,
    consent_urls,
    drafts_urls,
    emergency_urls,
    people_urls,
    review_urls,
    schedule_urls,
    screens_urls,
    statistic_urls,
    templates_urls,
    uploads_urls,
)
from campaign.studio.admin import site
from campaign.studio.views import acceptances, channels, files, home, material, materials, reports, withdrawals

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show_home, name="home"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", set_language, name="set-language"),
    path("materials", materials.show_materials, name="materials"),
    path("materials/progress", materials.show_progress, name="progress"),
    path("materials/<int:pk>", material.show_material, name="material"),
    path("materials/<int:pk>/retry", material.retry_rendering, name="retry"),
    re_path(r"^materials/(?P<pk>\d+)/(?P<act>submit|approve|return|withdraw)$", material.act_on_material, name="act"),
    path("materials/<int:pk>/accept", acceptances.accept_warning, name="accept"),
    path("materials/<int:pk>/take-back", acceptances.take_back, name="take-back"),
    path("channels", channels.show_channels, name="channels"),
    path("channels/<slug:slug>", channels.show_channel, name="channel"),
    *campaign_urls.urlpatterns,
    *consent_urls.urlpatterns,
    *drafts_urls.urlpatterns,
    *emergency_urls.urlpatterns,
    *review_urls.urlpatterns,
    *people_urls.urlpatterns,
    *schedule_urls.urlpatterns,
    *screens_urls.urlpatterns,
    *statistic_urls.urlpatterns,
    *templates_urls.urlpatterns,
    *uploads_urls.urlpatterns,
    path("withdrawals", withdrawals.show_withdrawals, name="withdrawals"),
    path("withdrawals/<int:pk>", withdrawals.show_withdrawal, name="withdrawal"),
    path("withdrawals/<int:pk>/confirm", withdrawals.confirm_withdrawal, name="confirm-withdrawal"),
    path("reports", reports.show_reports, name="reports"),
    re_path(r"^reports/plays\.(?P<kind>csv|xlsx|pdf)$", reports.give_report, name="report-file"),
    re_path(r"^files/(?P<name>[0-9a-f]{64}\.[a-z0-9]{1,8})$", files.give_file, name="file"),
    path("admin/", site.urls),
]
