"""What can be asked of notices."""

from django.urls import path

from keepwell.notices import pages

app_name = "notices"
urlpatterns = [
    path("notices/", pages.notices, name="notices"),
    path("notices/read/", pages.read_all, name="read_all"),
    path("notices/names/", pages.names, name="names"),
    path("notices/stop/<str:token>/", pages.stop, name="stop"),
    path("notices/<uuid:notice_id>/", pages.open_notice, name="open"),
    path("notices/<uuid:notice_id>/read/", pages.read, name="read"),
    path("parties/<uuid:party_id>/follow/", pages.follow, name="follow"),
    path("settings/notices/", pages.preferences, name="preferences"),
]
