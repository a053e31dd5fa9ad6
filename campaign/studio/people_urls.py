"""The addresses of people: their ways in, their own accounts, and those who look after them."""

from django.urls import URLPattern, path

from campaign.studio.views import account, audit, doors, first_steps, keys, people

urlpatterns: list[URLPattern] = [
    path("sign-in", doors.SignIn.as_view(), name="sign-in"),
    path("sign-in/code", doors.ask_code, name="sign-in-code"),
    path("forgot", keys.ask_reset, name="forgot"),
    path("reset/<str:uid>/<str:token>", keys.reset_password, name="reset"),
    path("invitation/<str:token>", keys.take_invitation, name="invitation"),
    path("account", account.show_account, name="account"),
    path("account/email", account.change_email, name="account-email"),
    path("account/password", account.change_password, name="account-password"),
    path("account/codes", account.begin_codes, name="account-codes"),
    path("account/codes/end", account.end_codes, name="account-codes-end"),
    path("account/codes/spare", account.renew_spare, name="account-spare"),
    path("account/sessions/<int:pk>/end", account.end_session, name="end-session"),
    path("account/sessions/end-others", account.end_other_sessions, name="end-other-sessions"),
    path("people", people.show_people, name="people"),
    path("people/invite", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw", people.withdraw_invitation, name="withdraw-invitation"),
    path("people/letters/<int:pk>/again", people.send_again, name="send-again"),
    path("people/<int:pk>", people.show_person, name="person"),
    path("audit", audit.show_audit, name="audit"),
    path("audit.csv", audit.give_audit, name="audit-file"),
    path("first-steps", first_steps.show_steps, name="first-steps"),
]
