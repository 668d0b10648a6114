"""What fields the firm has of its own."""

from django.urls import path

from keepwell.fields import pages

app_name = "fields"
urlpatterns = [
    path("settings/fields/", pages.field_list, name="fields"),
    path("settings/fields/new/", pages.new_field, name="new"),
    path("settings/fields/<uuid:field_id>/", pages.field, name="field"),
    path("settings/fields/<uuid:field_id>/act/", pages.act, name="act"),
    path("settings/fields/<uuid:field_id>/choices/", pages.more_choices, name="choices"),
    path("settings/fields/<uuid:field_id>/choices/<slug:key>/", pages.choice, name="choice"),
    path("settings/tags/", pages.tags, name="tags"),
]
