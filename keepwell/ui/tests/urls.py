"""The room's own addresses, with the sheet of patterns, for its tests."""

from django.urls import include, path

from keepwell.ui import pages

urlpatterns = [
    path("ui/patterns/", pages.patterns),
    path("ui/", include("keepwell.ui.urls")),
]
