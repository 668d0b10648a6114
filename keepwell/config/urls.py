"""What can be asked."""

from django.urls import URLPattern, URLResolver, include, path

from keepwell.config.api import URLS as API
from keepwell.config.pages import api_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", API),
    path("settings/api/", api_page, name="api_page"),
    path("", include("keepwell.firm.urls")),
    path("", include("keepwell.walls.urls")),
    path("", include("keepwell.fields.urls")),
    path("", include("keepwell.kinds.urls")),
    path("", include("keepwell.files.urls")),
    path("", include("keepwell.exchange.urls")),
    path("", include("keepwell.backups.urls")),
    path("", include("keepwell.notices.urls")),
    path("", include("keepwell.desk.urls")),
    path("ui/", include("keepwell.ui.urls")),
]
