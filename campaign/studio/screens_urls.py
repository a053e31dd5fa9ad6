"""The addresses of players, of how screens look, and of work that goes on."""

from django.urls import URLPattern, path

from campaign.studio.views import imports, player, players, progress, wall

urlpatterns: list[URLPattern] = [
    path("players", players.show_players, name="players"),
    path("players/add", player.add_player, name="add-player"),
    path("players/<int:pk>", player.show_player, name="player"),
    path("players/<int:pk>/change", player.change_player, name="change-player"),
    path("players/<int:pk>/rotate", player.rotate_player, name="rotate-player"),
    path("players/<int:pk>/revoke", player.revoke_player, name="revoke-player"),
    path("channels/<slug:slug>/connect", player.show_ways, name="connect"),
    path("channels/<slug:slug>/wall", wall.show_wall, name="wall"),
    path("work", progress.show_work_page, name="work"),
    path("work/events", progress.give_events, name="work-events"),
    path("work/line", progress.give_line, name="work-line"),
    path("work/retry", progress.retry, name="retry-failed"),
    path("work/import", imports.import_pack, name="import"),
    path("work/imports/<int:pk>", imports.show_result, name="import-result"),
]
