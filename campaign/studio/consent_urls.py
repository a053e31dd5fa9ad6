"""The addresses of consents."""

from django.urls import URLPattern, path

from campaign.studio.views import consent_acts, consent_edit, consents

urlpatterns: list[URLPattern] = [
    path("consents", consents.show_consents, name="consents"),
    path("consents/new", consent_edit.record_consent, name="record-consent"),
    path("consents/<int:pk>", consents.show_consent, name="consent"),
    path("consents/<int:pk>/effect", consents.show_effect, name="consent-effect"),
    path("consents/<int:pk>/change", consent_edit.change_consent, name="change-consent"),
    path("consents/<int:pk>/renew", consent_edit.renew_consent, name="renew-consent"),
    path("consents/<int:pk>/withdraw", consent_acts.withdraw_consent, name="withdraw-consent"),
    path("consents/<int:pk>/erase", consent_acts.erase_consent, name="erase-consent"),
    path("consents/<int:pk>/document", consent_acts.give_document, name="consent-document"),
    path("consents/<int:pk>/document/keep", consent_acts.keep_document, name="keep-consent-document"),
]
