"""The room's own addresses, with the sheet of patterns, for its tests."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from keepwell.ui import pages

urlpatterns = [
    path("ui/patterns/", login_not_required(pages.patterns)),
    path("ui/theme/", login_not_required(pages.choose_theme)),
    path("ui/", include("keepwell.ui.urls")),
]
