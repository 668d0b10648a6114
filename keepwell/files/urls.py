"""What can be asked of files."""

from django.urls import path

from keepwell.files import pages

app_name = "files"
urlpatterns = [
    path("parties/<uuid:noun_id>/files/", pages.party_files, name="party"),
    path("activities/<uuid:noun_id>/files/", pages.activity_files, name="activity"),
    path("tasks/<uuid:noun_id>/files/", pages.task_files, name="task"),
    path("files/remove/", pages.remove_several, name="remove_several"),
    path("files/bring-back/", pages.bring_several_back, name="bring_several_back"),
    path("files/<uuid:attachment_id>/", pages.download, name="download"),
    path("files/<uuid:attachment_id>/look/", pages.look, name="look"),
    path("files/<uuid:attachment_id>/shown/", pages.shown, name="shown"),
    path("files/<uuid:attachment_id>/rename/", pages.rename, name="rename"),
    path("files/<uuid:attachment_id>/remove/", pages.remove, name="remove"),
    path("files/<uuid:attachment_id>/bring-back/", pages.bring_back, name="bring_back"),
    path("settings/files/", pages.stock, name="stock"),
]
