"""What can be asked."""

from django.urls import URLPattern, URLResolver, include, path

from keepwell.config.api import URLS as API

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", API),
    path("", include("keepwell.firm.urls")),
    path("", include("keepwell.walls.urls")),
    path("", include("keepwell.exchange.urls")),
    path("", include("keepwell.backups.urls")),
    path("", include("keepwell.desk.urls")),
    path("ui/", include("keepwell.ui.urls")),
]
