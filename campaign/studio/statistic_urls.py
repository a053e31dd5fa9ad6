"""The addresses of statistics made from tables."""

from django.urls import URLPattern, path

from campaign.studio.views import statistic, statistic_dataset, statistic_pictures, statistic_source

urlpatterns: list[URLPattern] = [
    path("statistics/new", statistic.begin_statistic, name="new-statistic"),
    path("statistics/<int:pk>/table", statistic.show_table, name="statistic-table"),
    path("statistics/<int:pk>/dataset", statistic_dataset.choose_dataset, name="statistic-dataset"),
    path("statistics/<int:pk>/source", statistic_source.ask_source, name="statistic-source"),
    path("statistics/<int:pk>/pictures", statistic_pictures.show_pictures, name="statistic-pictures"),
    path("statistics/<int:pk>/pictures/<slug:template>.jpg", statistic_pictures.give_picture, name="statistic-picture"),
    path("statistics/<int:pk>/choose", statistic_pictures.choose_picture, name="choose-statistic"),
]
