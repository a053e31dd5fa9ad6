"""The addresses of players, of how screens look, and of work that goes on."""

from django.urls import URLPattern, path

from campaign.studio.views import player, players, wall

urlpatterns: list[URLPattern] = [
    path("players", players.show_players, name="players"),
    path("players/add", player.add_player, name="add-player"),
    path("players/<int:pk>", player.show_player, name="player"),
    path("players/<int:pk>/change", player.change_player, name="change-player"),
    path("players/<int:pk>/rotate", player.rotate_player, name="rotate-player"),
    path("players/<int:pk>/revoke", player.revoke_player, name="revoke-player"),
    path("channels/<slug:slug>/connect", player.show_ways, name="connect"),
    path("channels/<slug:slug>/wall", wall.show_wall, name="wall"),
]
