"""What can be asked of the desk."""

from django.urls import path

from keepwell.desk.pages import (
    conversations,
    lists,
    parties_edit,
    parties_history,
    parties_list,
    parties_merge,
    party,
    search,
    tending,
    today,
)

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("today/put-off/", today.put_off, name="put_off"),
    path("today/wake/<uuid:snooze_id>/", today.wake, name="wake"),
    path("tasks/<uuid:task_id>/", tending.task, name="task"),
    path("tasks/<uuid:task_id>/done/", today.task_done, name="task_done"),
    path("tasks/<uuid:task_id>/reopen/", today.task_reopen, name="task_reopen"),
    path("search/", search.search, name="search"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/claim/", conversations.claim, name="claim"),
    path("conversations/nobody/", conversations.nobody, name="nobody"),
    path("conversations/somebody/", conversations.somebody, name="somebody"),
    path("hand-over/<uuid:teammate_id>/", tending.hand_all_over, name="hand_all_over"),
    path("activities/<uuid:activity_id>/trash/", party.activity_trash, name="activity_trash"),
    path(
        "activities/<uuid:activity_id>/restore/",
        party.activity_restore,
        name="activity_restore",
    ),
    path("parties/", lists.party_list, name="parties"),
    path("parties/new/", parties_list.new_party, name="party_new"),
    path("parties/candidates/", parties_list.candidates, name="candidates"),
    path("parties/trash/", parties_list.trash, name="trash"),
    path("parties/duplicates/", parties_merge.duplicates, name="duplicates"),
    path(
        "parties/duplicates/<uuid:suggestion_id>/two/",
        parties_merge.they_are_two,
        name="they_are_two",
    ),
    path("parties/merge/", parties_merge.merge, name="merge"),
    path("parties/merges/<uuid:merge_id>/undo/", parties_merge.unmerge, name="merge_undo"),
    path("parties/<uuid:party_id>/", party.party, name="party"),
    path("parties/<uuid:party_id>/keep/", party.keep, name="keep"),
    path("parties/<uuid:party_id>/plan/", tending.plan, name="plan"),
    path("parties/<uuid:party_id>/owner/", tending.owner, name="owner"),
    path("parties/<uuid:party_id>/hand-over/", tending.hand_over, name="hand_over"),
    path("parties/<uuid:party_id>/rhythm/", tending.rhythm, name="rhythm"),
    path("parties/<uuid:party_id>/pause/", tending.pause, name="pause"),
    path("parties/<uuid:party_id>/stage/", tending.stage, name="stage"),
    path("parties/<uuid:party_id>/edit/", parties_edit.edit, name="party_edit"),
    path("parties/<uuid:party_id>/history/", parties_history.history, name="party_history"),
    path("parties/<uuid:party_id>/trash/", parties_list.put_in_trash, name="party_trash"),
    path("parties/<uuid:party_id>/restore/", parties_list.restore, name="party_restore"),
    path("parties/<uuid:party_id>/first/<int:pk>/", parties_edit.prefer, name="part_prefer"),
    path("parties/<uuid:party_id>/<slug:part>/add/", parties_edit.add_part, name="part_add"),
    path(
        "parties/<uuid:party_id>/<slug:part>/<int:pk>/",
        parties_edit.change_part,
        name="part_change",
    ),
    path(
        "parties/<uuid:party_id>/<slug:part>/<int:pk>/remove/",
        parties_edit.remove_part,
        name="part_remove",
    ),
]
