"""The addresses of flights, the timeline, releases, service days and calendars."""

from django.urls import URLPattern, path, re_path

from campaign.studio.views import (
    calendar,
    day,
    fallbacks,
    flight_acts,
    flight_edit,
    flights,
    loop,
    release_acts,
    releases,
    timeline,
)

urlpatterns: list[URLPattern] = [
    path("timeline", timeline.show_timeline, name="timeline"),
    path("timeline/<slug:flight>/move", timeline.move_flight, name="move-flight"),
    path("timeline/<slug:flight>/undo", timeline.undo_move, name="undo-move"),
    path("timeline/changes", releases.show_upcoming, name="upcoming"),
    path("flights", flights.show_flights, name="flights"),
    path("new-flight", flight_edit.add_flight, name="add-flight"),
    path("new-flight/check", flight_edit.check_flight, name="check-new-flight"),
    path("flights/<slug:flight>", flights.show_flight, name="flight"),
    path("flights/<slug:flight>/change", flight_edit.change_flight, name="change-flight"),
    path("flights/<slug:flight>/check", flight_edit.check_flight, name="check-flight"),
    re_path(
        r"^flights/(?P<flight>[-\w]+)/(?P<act>end|undo|take-out|bring-back|give-back)$",
        flight_acts.act_on_flight,
        name="flight-act",
    ),
    path("fallbacks", fallbacks.show_fallbacks, name="fallbacks"),
    path("fallbacks/<slug:place>", fallbacks.choose_fallback, name="choose-fallback"),
    path("fallbacks/<slug:place>/give-back", fallbacks.give_back, name="give-back-fallback"),
    path("calendar", calendar.show_calendar, name="calendar"),
    path("calendar/flights.ics", calendar.download_calendar, name="download-calendar"),
    re_path(r"^calendars/(?P<token>[-\w]{20,100})\.ics$", calendar.give_calendar, name="calendar-feed"),
    path("channels/<slug:slug>/day", day.show_day, name="day"),
    path("channels/<slug:slug>/loop", loop.show_loop, name="play-day"),
    path("releases", releases.show_releases, name="releases"),
    path("releases/propose", releases.propose_release, name="propose"),
    path("releases/<int:number>", releases.show_release, name="release"),
    path("releases/<int:number>/let-out", release_acts.let_out, name="let-out"),
    path("releases/<int:number>/call-off", release_acts.call_off, name="call-off"),
    path("releases/<int:number>/roll-back", release_acts.roll_back, name="roll-back"),
]
