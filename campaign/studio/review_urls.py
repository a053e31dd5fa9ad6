"""Addresses of the review queue."""

from django.urls import URLPattern, URLResolver, path

from campaign.studio.views import review

urlpatterns: list[URLPattern | URLResolver] = [
    path("review", review.show_queue, name="review"),
    path("review/<int:pk>", review.show_case, name="review-item"),
    path("review/<int:pk>/approve", review.approve_seen, name="review-approve"),
    path("review/<int:pk>/return", review.return_case, name="review-return"),
    path("review/marks/<int:pk>.webp", review.give_marks, name="review-marks"),
]
