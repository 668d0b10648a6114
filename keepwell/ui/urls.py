"""Light or dark for everyone; the patterns only where Keepwell is being built."""

from django.conf import settings
from django.urls import path

from keepwell.ui import pages

app_name = "ui"
urlpatterns = [path("theme/", pages.choose_theme, name="theme")]
if settings.DEBUG:
    urlpatterns.append(path("patterns/", pages.patterns, name="patterns"))
