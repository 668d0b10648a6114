"""Every reaction in the house, on one page."""

from keepwell.backups.news import BackupFailed
from keepwell.conversations.news import (
    ContactChanged,
    NoteWritten,
    PromiseKept,
    PromiseMade,
    TaskAssigned,
    TaskReminded,
)
from keepwell.conversations.reactions import claim_what_waited
from keepwell.exchange.news import ImportFinished
from keepwell.exchange.reactions import (
    tell_of_contact,
    tell_of_merge,
    tell_of_owner,
    tell_of_parties_added,
    tell_of_party_added,
    tell_of_party_changed,
    tell_of_party_restored,
    tell_of_party_trashed,
    tell_of_promise,
    tell_of_promise_kept,
    tell_of_stage,
    tell_of_unmerge,
)
from keepwell.fields.reactions import become_one as values_become_one
from keepwell.fields.reactions import become_several as values_become_several
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded, TeammateLeft, TeammateRejoined
from keepwell.kernel.news import Wiring
from keepwell.kinds.reactions import (
    look_at_both,
    look_at_merged,
    look_at_one,
    look_at_several,
    look_at_theirs,
)
from keepwell.notices.reactions import (
    follow_change,
    follow_contact,
    follow_merge,
    follow_owner,
    follow_promise,
    follow_promise_kept,
    follow_stage,
    notice_assigned,
    notice_failed_backup,
    notice_import,
    notice_mentions,
    notice_new_owner,
    notice_reminder,
)
from keepwell.parties.news import (
    PartiesAdded,
    PartiesMerged,
    PartiesUnmerged,
    PartyAdded,
    PartyChanged,
    PartyRestored,
    PartyTrashed,
    ReachChanged,
    TiesChanged,
)
from keepwell.relationships.news import OwnerChanged, StageMoved, TeamChanged
from keepwell.relationships.reactions import (
    become_one,
    become_several,
    know_of_contact,
    let_the_cover_go,
    let_the_cover_see,
    roll_up_again,
)

WIRING: Wiring = {
    ReachChanged: [claim_what_waited],
    TiesChanged: [roll_up_again, look_at_both],
    ContactChanged: [know_of_contact, look_at_several, tell_of_contact, follow_contact],
    PartiesMerged: [become_one, values_become_one, look_at_merged, tell_of_merge, follow_merge],
    PartiesUnmerged: [become_several, values_become_several, look_at_merged, tell_of_unmerge],
    PartyAdded: [look_at_one, tell_of_party_added],
    PartiesAdded: [look_at_several, tell_of_parties_added],
    PartyChanged: [look_at_one, tell_of_party_changed, follow_change],
    PartyTrashed: [look_at_one, tell_of_party_trashed],
    PartyRestored: [look_at_one, tell_of_party_restored],
    PromiseMade: [tell_of_promise, follow_promise],
    PromiseKept: [tell_of_promise_kept, follow_promise_kept],
    OwnerChanged: [look_at_several, tell_of_owner, notice_new_owner, follow_owner],
    TeamChanged: [look_at_one],
    TeammateLeft: [look_at_theirs],
    TeammateRejoined: [look_at_theirs],
    StageMoved: [tell_of_stage, follow_stage],
    TaskAssigned: [notice_assigned],
    TaskReminded: [notice_reminder],
    NoteWritten: [notice_mentions],
    ImportFinished: [notice_import],
    BackupFailed: [notice_failed_backup],
    AbsenceRecorded: [let_the_cover_see],
    AbsenceEnded: [let_the_cover_go],
}
