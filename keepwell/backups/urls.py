from django.urls import path

from keepwell.backups import pages

app_name = "backups"
urlpatterns = [
    path("settings/backups/", pages.backups, name="backups"),
    path("settings/backups/progress/", pages.progress, name="progress"),
    path("settings/backups/now/", pages.take_now, name="now"),
    path("settings/backups/<uuid:backup_id>/download/", pages.download, name="download"),
]
