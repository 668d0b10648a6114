"""Who is what, and by which policy."""

from django.urls import path

from keepwell.kinds import pages

app_name = "kinds"
urlpatterns = [
    path("settings/kinds/", pages.policy, name="policy"),
    path("settings/kinds/begin/", pages.begin, name="begin"),
    path("settings/kinds/draft/", pages.write, name="draft"),
    path("settings/kinds/draft/rules/", pages.add_rule, name="add_rule"),
    path("settings/kinds/draft/drop/", pages.drop, name="drop"),
    path("settings/kinds/draft/preview/", pages.preview, name="preview"),
    path("settings/kinds/versions/<int:number>/", pages.go_back, name="go_back"),
    path("settings/kinds/proxies/", pages.mark, name="mark"),
    path("settings/kinds/proxies/<slug:fact>/", pages.unmark, name="unmark"),
]
