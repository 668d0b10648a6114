"""What other systems' words for stages, statuses and outcomes mean here, English and German.

Each reading answers with one of the words named in its constant, or None where the word is
not known: an unknown word is the firm's own and is kept as it stands, not guessed.
"""

# ruff: noqa: E501 - a meaning and all its words stay on one line, to be read as a table
from __future__ import annotations

from functools import lru_cache

from keepwell.exchange.readers.vendors.columns import plain_header

LIFECYCLES = (
    "subscriber",
    "lead",
    "prospect",
    "opportunity",
    "customer",
    "former",
    "partner",
    "supplier",
    "evangelist",
    "competitor",
    "other",
)
CALL_OUTCOMES = (
    "connected",
    "no_answer",
    "busy",
    "voicemail",
    "wrong_number",
    "planned",
    "other",
)
DEAL_OUTCOMES = ("open", "won", "lost")
AGREEMENT_KINDS = (
    "engagement_letter",
    "contract",
    "retainer",
    "nda",
    "dpa",
    "sow",
    "terms",
    "order_form",
    "other",
)


def _words(text: str) -> dict[str, str]:
    """`meaning: word | word` lines as a table from plain word to meaning."""
    table: dict[str, str] = {}
    for line in text.strip().splitlines():
        meaning, _, words = line.partition(":")
        for word in (meaning, *words.split("|")):
            if plain := plain_header(word):
                table.setdefault(plain, meaning.strip())
    return table


_LIFECYCLE = _words("""
subscriber: Subscriber | Abonnent | Newsletter | Abonné | Suscriptor
lead: Lead | Marketing Qualified Lead | MQL | Interessent | Suspect | New | Neu | Raw
prospect: Prospect | Sales Qualified Lead | SQL | Vertriebsqualifizierter Lead | Potential | Potenzieller Kunde | Zielkunde | Target
opportunity: Opportunity | Verkaufschance | In Verhandlung | Oportunidad | Opportunité
customer: Customer | Client | Kunde | Kundin | Mandant | Mandantin | Customer - Direct | Customer - Channel | Bestandskunde | Cliente | Active Client | Active Customer | Aktiver Kunde | Existing customer
former: Former | Former Client | Former Customer | Past Client | Inactive | Churned | Lost Customer | Ehemaliger Kunde | Ehemaliger Mandant | Altkunde | Ancien client
partner: Partner | Channel Partner / Reseller | Reseller | Vertriebspartner | Technology Partner | Installation Partner | Integrator
supplier: Supplier | Vendor | Lieferant | Fournisseur | Proveedor | Dienstleister
evangelist: Evangelist | Advocate | Fürsprecher | Promoter | Befürworter
competitor: Competitor | Wettbewerber | Konkurrent
other: Other | Sonstige | Sonstiges | Andere | Autre | Otro
""")
_LEAD_STATUS = _words("""
new: New | Open | Offen | Neu | Open - Not Contacted | Not Contacted | Nicht kontaktiert | Noch nicht kontaktiert | Nouveau
working: In Progress | In Bearbeitung | Working | Working - Contacted | Contacted | Kontaktiert | Attempted to contact | Attempted to Contact | Contact in Future | Versuchte Kontaktaufnahme | Open Deal | Offener Deal | Pre-Qualified
connected: Connected | Verbunden | Kontakt hergestellt
qualified: Qualified | Qualifiziert
converted: Closed - Converted | Converted | Konvertiert | Umgewandelt
unqualified: Unqualified | Not Qualified | Nicht qualifiziert | Closed - Not Converted | Junk Lead | Lost Lead | Bad Timing | Falscher Zeitpunkt | Disqualified
""")
_CALLS = _words("""
connected: Connected | Verbunden | Erreicht | Gesprochen | Completed | Answered | Spoke | Interested | Not Interested | Requested more info | Invalid | Held | Angenommen | Abgeschlossen | Contestó | Joint | Connecté
no_answer: No answer | Keine Antwort | Not answered | No response | No Response/Busy | Nicht erreicht | Unanswered | Missed | Verpasst | Nicht angenommen | Keine Rückmeldung | Sin respuesta | Pas de réponse | Attended Dialled Missed
busy: Busy | Besetzt | Line busy | Occupé | Ocupado
voicemail: Left voicemail | Voicemail | Voicemail hinterlassen | Left voice mail | Left message | Left live message | Mailbox | Anrufbeantworter | Nachricht hinterlassen | Live-Nachricht hinterlassen | Answering machine | Message laissé | Left Message on Answering Machine
wrong_number: Wrong number | Falsche Nummer | Bad number | Invalid number | Ungültige Nummer
planned: Scheduled | Planned | Geplant | Not held | Overdue | Queued
other: Canceled | Cancelled | Abgesagt | Other | Sonstige | Failed
""")
_DIRECTIONS = _words("""
inbound: Inbound | Incoming | In | Eingehend | Received | Eingang | Entrant | Entrante | Attended | Missed | Eingehender Anruf
outbound: Outbound | Outgoing | Out | Ausgehend | Dialled | Dialed | Made | Ausgang | Sortant | Saliente | Ausgehender Anruf | Internal
""")
_DONE = {
    plain_header(word)
    for word in """Completed|Complete|Done|Closed|Finished|Abgeschlossen|
Erledigt|Fertig|Fertiggestellt|Beendet|Terminé|Terminée|Completada|Completado|Hecho|Achieved|Geschlossen
""".replace("\n", "").split("|")
}
_MEETINGS = _words("""
held: Completed | Held | Abgeschlossen | Stattgefunden | Durchgeführt | Attended | Done | Terminé
planned: Scheduled | Planned | Geplant | Confirmed | Bestätigt | Not Started
rescheduled: Rescheduled | Verschoben | Umgeplant
no_show: No show | Nicht erschienen | No-show | Not held | Nicht stattgefunden
cancelled: Canceled | Cancelled | Abgesagt | Storniert | Annulé
""")
_WON = ("closedwon", "won", "gewonnen", "abgeschlossenundgewonnen", "gagne", "ganado")
_LOST = ("closedlost", "lost", "verloren", "abgeschlossenundverloren", "perdu", "perdido")
_KINDS = _words("""
engagement_letter: Engagement letter | Engagement | Letter of engagement | Mandatsvereinbarung | Mandatsvertrag | Auftragsschreiben | Mandatsschreiben | Lettre de mission | Carta de encargo
contract: Contract | Agreement | Vertrag | Service agreement | Services agreement | Dienstleistungsvertrag | Dienstvertrag | Werkvertrag | Beratungsvertrag | Master services agreement | MSA | Rahmenvertrag | Contrat | Contrato | Consulting agreement | Vereinbarung
retainer: Retainer | Retainer agreement | Honorarvereinbarung | Pauschale | Dauerberatung | Pauschalvertrag | Retainervertrag | Abonnement
nda: NDA | Non-disclosure agreement | Mutual NDA | Confidentiality agreement | Geheimhaltungsvereinbarung | Vertraulichkeitsvereinbarung | Verschwiegenheitsvereinbarung | Accord de confidentialité | Acuerdo de confidencialidad | Mutual confidentiality agreement | GHV
dpa: DPA | Data processing agreement | Data processing addendum | AVV | AV-Vertrag | Auftragsverarbeitungsvertrag | Auftragsverarbeitung | Auftragsdatenverarbeitung
sow: SOW | Statement of work | Work order | Leistungsbeschreibung | Einzelauftrag | Projektauftrag | Leistungsschein
terms: Terms | Terms and conditions | Terms of service | AGB | Nutzungsbedingungen | Allgemeine Geschäftsbedingungen | General terms | Conditions générales
order_form: Order form | Order | Bestellformular | Bestellung | Auftragsbestätigung | Purchase order | Auftrag
other: Other | Sonstige | Sonstiges | Andere
""")
_ORDER_KINDS = _words("""
sale: Sale | Order | Verkauf | Bestellung | Purchase | Invoice | Rechnung | Kauf | Vente | Venta
return: Return | Refund | Retoure | Rückgabe | Gutschrift | Erstattung | Credit note | Credit | Retour | Devolución | Cancellation | Storno
""")
_ACTIVITIES = _words("""
call: Call | Anruf | Phone call | Telefonat | Appel | Llamada
meeting: Meeting | Besprechung | Termin | Event | Réunion | Reunión
task: Task | Aufgabe | To-do | TODO | Tâche | Tarea
note: Note | Notiz | Nota
email: Email | E-mail | Mail | ListEmail | Correo
""")


def lifecycle(word: str) -> str | None:
    """The lifecycle stage or type of a party: one of LIFECYCLES."""
    return _LIFECYCLE.get(plain_header(word))


def lead_status(word: str) -> str | None:
    """How far a lead is: new, working, connected, qualified, converted, unqualified."""
    return _LEAD_STATUS.get(plain_header(word))


def call_outcome(word: str) -> str | None:
    """How a call ended: one of CALL_OUTCOMES."""
    return _CALLS.get(plain_header(word))


def direction(word: str) -> str | None:
    """Whether a call came in or went out: inbound, outbound."""
    return _DIRECTIONS.get(plain_header(word))


def task_done(word: str, *, closed: bool | None = None) -> bool:
    """Whether a task is done, by its status, or by the vendor's own flag where there is one."""
    return closed if closed is not None else plain_header(word) in _DONE


def meeting_outcome(word: str) -> str | None:
    """Whether a meeting took place: held, planned, rescheduled, no_show, cancelled."""
    return _MEETINGS.get(plain_header(word))


@lru_cache(maxsize=1_024)
def deal_outcome(stage: str, won: bool | None = None, closed: bool | None = None) -> str:
    """Whether a deal is open, won or lost; the vendor's own flags go before the stage's word."""
    if won:
        return "won"
    if closed and won is not None:
        return "lost"
    plain = plain_header(stage)
    if plain in _LOST or plain.startswith(_LOST) or plain.endswith(_LOST[1:]):
        return "lost"
    if won is None and (plain in _WON or plain.startswith(_WON) or plain.endswith(_WON[1:])):
        return "won"
    return "open"


def agreement_kind(word: str) -> str:
    """The kind of an agreement: one of AGREEMENT_KINDS, `other` where the word is not known."""
    return _KINDS.get(plain_header(word), "other")


def order_kind(word: str) -> str | None:
    """Whether a line of an order is a sale or a return."""
    return _ORDER_KINDS.get(plain_header(word))


def activity_kind(word: str) -> str | None:
    """Which activity a row of a mixed table is: call, meeting, task, note, email."""
    return _ACTIVITIES.get(plain_header(word))


def module_table(word: str) -> str | None:
    """The table another system's module holds: `Accounts` is organisations."""
    return {
        "accounts": "organisations",
        "account": "organisations",
        "contacts": "people",
        "contact": "people",
        "leads": "leads",
        "lead": "leads",
        "deals": "deals",
        "deal": "deals",
        "potentials": "deals",
        "opportunities": "deals",
        "opportunity": "deals",
        "companies": "organisations",
        "company": "organisations",
    }.get(plain_header(word))
