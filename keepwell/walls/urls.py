"""Who may see whom."""

from django.urls import path

from keepwell.walls import pages

app_name = "walls"
urlpatterns = [
    path("settings/reach/", pages.reach, name="reach"),
    path("settings/walls/", pages.walls, name="walls"),
    path("settings/walls/<uuid:wall_id>/lower/", pages.lower, name="lower"),
    path("parties/<uuid:party_id>/walls/", pages.raise_one, name="raise"),
]
