"""Every reaction in the house, on one page."""

from keepwell.conversations.news import ContactChanged
from keepwell.conversations.reactions import claim_what_waited
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded
from keepwell.kernel.news import Wiring
from keepwell.parties.news import PartiesMerged, PartiesUnmerged, ReachChanged, TiesChanged
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
    ContactChanged: [know_of_contact],
    PartiesMerged: [become_one],
    PartiesUnmerged: [become_several],
    AbsenceRecorded: [let_the_cover_see],
    AbsenceEnded: [let_the_cover_go],
}
