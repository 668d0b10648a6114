"""Every reaction in the house, on one page."""

from keepwell.conversations.news import ContactChanged, PromiseKept, PromiseMade
from keepwell.conversations.reactions import claim_what_waited
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
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded
from keepwell.kernel.news import Wiring
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
from keepwell.relationships.news import OwnerChanged, StageMoved
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
    TiesChanged: [roll_up_again],
    ContactChanged: [know_of_contact, tell_of_contact],
    PartiesMerged: [become_one, values_become_one, tell_of_merge],
    PartiesUnmerged: [become_several, values_become_several, tell_of_unmerge],
    PartyAdded: [tell_of_party_added],
    PartiesAdded: [tell_of_parties_added],
    PartyChanged: [tell_of_party_changed],
    PartyTrashed: [tell_of_party_trashed],
    PartyRestored: [tell_of_party_restored],
    PromiseMade: [tell_of_promise],
    PromiseKept: [tell_of_promise_kept],
    OwnerChanged: [tell_of_owner],
    StageMoved: [tell_of_stage],
    AbsenceRecorded: [let_the_cover_see],
    AbsenceEnded: [let_the_cover_go],
}
