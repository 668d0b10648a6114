"""Light or dark, keys or none for everyone; the patterns only where Keepwell is being built."""

from django.conf import settings
from django.urls import path

from keepwell.ui import pages

app_name = "ui"
urlpatterns = [
    path("theme/", pages.choose_theme, name="theme"),
    path("keys/", pages.choose_keys, name="keys"),
]
if settings.DEBUG:
    urlpatterns.append(path("patterns/", pages.patterns, name="patterns"))
