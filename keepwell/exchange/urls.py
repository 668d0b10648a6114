"""What can be asked of imports and exports."""

from django.urls import path

from keepwell.exchange.pages import columns, hooks, imports, out

app_name = "exchange"
_FILE = "imports/<uuid:import_id>/files/<uuid:file_id>/"
urlpatterns = [
    path("imports/new/", imports.new, name="new"),
    path("imports/<uuid:import_id>/", imports.one, name="import"),
    path("imports/<uuid:import_id>/progress/", imports.progress, name="progress"),
    *(
        path(f"imports/<uuid:import_id>/{verb}/", imports.act, {"verb": verb}, name=verb)
        for verb in imports.ACTS
    ),
    path("imports/<uuid:import_id>/owners/", imports.settle, name="settle-owners"),
    path(_FILE, columns.columns, name="columns"),
    path(f"{_FILE}rows/", columns.rows, name="rows"),
    path(f"{_FILE}table/", columns.table, name="table"),
    path(f"{_FILE}writing/", columns.writing, name="writing"),
    path(f"{_FILE}leave-out/", columns.leave_out, name="leave_out"),
    path(f"{_FILE}keep/", columns.preset, name="keep_preset"),
    path(f"{_FILE}<slug:outcome>.csv", out.rows, name="outcome_rows"),
    path("parties/export/", out.parties, name="export"),
    path("settings/webhooks/", hooks.hook_list, name="hooks"),
    path("settings/webhooks/<uuid:hook_id>/", hooks.hook, name="hook"),
    *(
        path(
            f"settings/webhooks/<uuid:hook_id>/{verb}/",
            hooks.act,
            {"verb": verb},
            name=f"hook_{verb}",
        )
        for verb in hooks.ACTS
    ),
    path(
        "settings/webhooks/<uuid:hook_id>/<uuid:delivery_id>/again/",
        hooks.again,
        name="hook_again",
    ),
]
