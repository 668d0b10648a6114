"""Which words in a header mean which fact in German, and the commonest in French and Spanish.

The form is that of `headers`. The German HubSpot, Salesforce, Outlook and Google sets are from
the vendors' screens as remembered, so they carry the near forms too.
"""

# ruff: noqa: E501 - a fact and all its headers stay on one line, to be read as a table
from __future__ import annotations

RECORD = """
external_id: Datensatz-ID | Datensatznummer | Kennung | Identifiant | ID de la fiche | ID de registro | Record-ID
owner: Zuständiger Mitarbeiter | Inhaber | Verantwortlich | Verantwortlicher | Betreuer | Zugewiesen an | Zuständig | Berater | Propriétaire | Responsable | Propietario
owner_id: Inhaber-ID | Betreuer-ID
created_at: Erstellungsdatum | Erstellt am | Angelegt am | Erstellt | Date de création | Fecha de creación | Créé le
changed_at: Datum der letzten Änderung | Geändert am | Letzte Änderung | Zuletzt geändert | Date de dernière modification | Fecha de última modificación
last_activity_at: Datum der letzten Aktivität | Letzte Aktivität | Date de dernière activité | Fecha de la última actividad
description: Beschreibung | Notizen | Bemerkung | Bemerkungen | Kommentar | Anmerkung | Descripción | Remarques | Notas
deleted: Gelöscht
tags: Schlagwörter | Kategorien | Stichwörter | Étiquettes | Etiquetas
"""
ADDRESS = """
street: Straße und Hausnummer | Straße | Strasse | Straße geschäftlich | Anschrift | Adresse | Postanschrift Straße | Rechnungsanschrift Straße | Rue | Dirección | Adresse postale | Calle | Straße/Hausnummer
street_2: Adresszusatz | Adresszeile 2
city: Ort | Stadt | Ort geschäftlich | Wohnort | Ville | Ciudad | Località
state: Bundesland/Region | Bundesland | Region | Bundesland/Kanton geschäftlich | Kanton | Département/Région | Estado/Región | Provincia | Région
postal_code: Postleitzahl | PLZ | Postleitzahl geschäftlich | Code postal | Código postal
country: Land/Region | Land | Land/Region geschäftlich | Pays | Pays/Région | País | País/región
"""
PERSON = """
external_id: Kontakt-ID | Personen-ID | Kundennummer
salutation: Anrede | Titel vor dem Namen | Civilité | Tratamiento
first_name: Vorname | Prénom | Nombre | Rufname
middle_name: Weitere Vornamen | Zweiter Vorname | Deuxième prénom
last_name: Nachname | Familienname | Name (Nachname) | Zuname | Nom de famille | Apellidos | Apellido | Nom
full_name: Vollständiger Name | Ansprechpartner | Kontaktname | Kontakt | Vor- und Nachname | Nom complet | Nombre completo | Ansprechperson
email: E-Mail-Adresse | E-Mail | E-Mail 1: Wert | Mailadresse | Adresse e-mail | Correo electrónico | Correo | Courriel | Adresse électronique
extra_emails: Zusätzliche E-Mail-Adressen | Weitere E-Mail-Adressen | E-Mail 2: Adresse | E-Mail 3: Adresse | E-Mail 2 | E-Mail 3 | E-Mail-Adresse 2 | E-Mail-Adresse 3 | E-Mail privat
phone: Telefonnummer | Telefon | Telefon geschäftlich | Tel. | Rufnummer | Téléphone | Numéro de téléphone | Teléfono | Número de teléfono | Telefon (geschäftlich)
mobile: Mobiltelefonnummer | Mobiltelefon | Handy | Mobil | Mobilnummer | Handynummer | Téléphone mobile | Numéro de téléphone portable | Móvil | Teléfono móvil | Portable
home_phone: Telefon privat | Telefon (privat) | Privattelefon
other_phone: Telefon geschäftlich 2 | Weiteres Telefon | Telefon Firma | Telefon (privat 2)
fax: Telefax | Fax geschäftlich
organisation_id: ID des primären zugeordneten Unternehmens | Unternehmens-ID | Firmen-ID
organisation_ids: IDs zugeordneter Unternehmen | Zugeordnete Unternehmens-IDs
organisation_name: Zugeordnetes Unternehmen | Unternehmensname | Firma | Unternehmen | Organisation | Arbeitgeber | Entreprise | Société | Empresa | Nom de l'entreprise | Nombre de la empresa | Firmenname
title: Berufsbezeichnung | Position | Funktion | Stellenbezeichnung | Intitulé du poste | Poste | Fonction | Cargo | Puesto | Beruf
department: Abteilung | Service | Departamento
owner: Zuständiger Mitarbeiter (Kontakt) | Kontakt-Inhaber | Kontaktinhaber | Propriétaire du contact | Propietario del contacto | Für Kontakt zuständiger Mitarbeiter
lifecycle_stage: Lifecycle-Phase | Lebenszyklusphase | Lifecyclephase | Phase du cycle de vie | Etapa del ciclo de vida | Kontaktart | Beziehung
lead_status: Leadstatus | Lead-Status | Statut du lead | Estado del lead
source: Originalquelle | Ursprüngliche Quelle | Leadquelle | Lead-Quelle | Quelle | Herkunft | Source d'origine | Fuente original
merged_ids: IDs zusammengeführter Kontakte | Zusammengeführte Kontakt-IDs
website: Website-URL | Webseite | Internetseite | URL du site web | URL del sitio web | Site web
industry: Branche | Secteur | Sector
birth_date: Geburtsdatum | Geburtstag | Date de naissance | Fecha de nacimiento | Anniversaire
opted_out: Von allen E-Mails abgemeldet | Abgemeldet | Kein Newsletter | Keine E-Mails | Désabonné de tous les e-mails
do_not_call: Nicht anrufen | Ne pas appeler
language: Sprache | Korrespondenzsprache | Langue | Idioma
"""
ORGANISATION = """
external_id: Unternehmens-ID | Firmen-ID | Kundennummer | Account-ID | Kunden-Nr.
name: Unternehmensname | Firmenname | Firma | Unternehmen | Name des Unternehmens | Accountname | Nom de l'entreprise | Nombre de la empresa | Entreprise | Empresa | Société | Kunde | Mandant | Account-Name
domain: Domain-Name des Unternehmens | Unternehmensdomain | Nom de domaine de l'entreprise | Nombre de dominio de la empresa | Domäne
website: Website-URL | Webseite | Internetseite | URL du site web | URL del sitio web
email: E-Mail-Adresse | E-Mail
phone: Telefonnummer | Telefon | Numéro de téléphone | Número de teléfono | Téléphone
fax: Telefax
industry: Branche | Secteur | Sector | Secteur d'activité
employees: Anzahl der Mitarbeiter | Mitarbeiterzahl | Mitarbeiter | Anzahl Mitarbeiter | Nombre d'employés | Número de empleados
annual_revenue: Jahresumsatz | Umsatz | Chiffre d'affaires annuel | Ingresos anuales
currency: Währung | Devise | Moneda
type: Typ | Art | Kundentyp | Tipo
owner: Zuständiger Mitarbeiter (Unternehmen) | Account-Inhaber | Accountinhaber | Propriétaire de l'entreprise | Propietario de la empresa | Für Unternehmen zuständiger Mitarbeiter
lifecycle_stage: Lifecycle-Phase | Lebenszyklusphase | Phase du cycle de vie | Etapa del ciclo de vida
lead_status: Leadstatus | Lead-Status
parent_id: ID der Muttergesellschaft
parent_name: Muttergesellschaft | Mutterunternehmen | Übergeordnetes Unternehmen | Übergeordneter Account | Konzern | Société mère | Empresa matriz
time_zone: Zeitzone | Fuseau horaire | Zona horaria
registration_no: Handelsregisternummer | USt-IdNr. | USt-ID | Steuernummer | SIREN | NIF
"""
LEAD = """
external_id: Lead-ID
full_name: Lead-Name
company: Firma | Unternehmen | Unternehmensname | Entreprise | Empresa
owner: Lead-Inhaber
lead_status: Lead-Status | Leadstatus
converted: Konvertiert | Ist konvertiert | Umgewandelt
converted_at: Konvertierungsdatum | Umgewandelt am
"""
LINKS = """
person_ids: IDs zugeordneter Kontakte | Zugeordnete Kontakt-IDs | Kontakt-ID
person_name: Kontaktname | Kontakt | Ansprechpartner | Name
organisation_ids: IDs zugeordneter Unternehmen | Zugeordnete Unternehmens-IDs
organisation_name: Zugeordnetes Unternehmen | Unternehmensname | Accountname | Unternehmen | Firma
deal_ids: IDs zugeordneter Deals | Zugeordnete Deal-IDs
related_name: Bezug | Bezieht sich auf
activity_type: Aktivitätstyp
"""
DEAL = """
external_id: Deal-ID | Opportunity-ID
name: Deal-Name | Dealname | Opportunityname | Opportunity-Name | Name der Verkaufschance | Verkaufschance | Nom de la transaction | Nombre del negocio
stage: Deal-Phase | Dealphase | Phase | Verkaufsphase | Phase de la transaction | Etapa del negocio | Étape
pipeline: Pipeline | Vertriebspipeline
amount: Betrag | Wert | Auftragswert | Summe | Montant | Importe | Valor
currency: Währung | Devise | Moneda
closes_on: Abschlussdatum | Schlusstermin | Geplanter Abschluss | Date de fermeture | Fecha de cierre
owner: Zuständiger Mitarbeiter (Deal) | Deal-Inhaber | Opportunity-Inhaber | Für Deal zuständiger Mitarbeiter
won: Ist abgeschlossen und gewonnen | Gewonnen
closed: Ist Deal abgeschlossen? | Abgeschlossen | Geschlossen
probability: Wahrscheinlichkeit | Wahrscheinlichkeit (%) | Probabilité
type: Deal-Typ | Dealtyp | Typ
next_step: Nächster Schritt
loss_reason: Verlustgrund | Grund für Verlust
"""
TASK = """
title: Aufgabentitel | Betreff | Titel | Aufgabe | Titre de la tâche | Título de la tarea
body: Aufgabentext | Text | Beschreibung | Notizen
due: Fälligkeitsdatum | Fällig am | Fällig | Termin | Date d'échéance | Fecha de vencimiento
status: Aufgabenstatus | Status | Statut | Estado
kind: Aufgabentyp | Typ | Art
priority: Priorität
owner: Zugewiesen an | Aufgabeninhaber
completed_at: Datum der Fertigstellung | Erledigt am | Abgeschlossen am | Fertigstellungsdatum
call_direction: Anruftyp | Anrufrichtung
call_outcome: Anrufergebnis
call_seconds: Anrufdauer
"""
NOTE = """
title: Titel | Betreff | Notiztitel
body: Text | Notiz | Inhalt | Notizinhalt | Notiztext
at: Aktivitätsdatum | Datum | Erstellt am | Erstellungsdatum
owner: Aktivität zugewiesen an | Autor | Verfasser | Erstellt von
"""
CALL = """
title: Titel | Betreff
body: Text | Anrufnotizen | Beschreibung | Notizen
at: Aktivitätsdatum | Datum | Beginn | Anrufbeginn | Startzeit
owner: Aktivität zugewiesen an | Anrufer
outcome: Anrufergebnis | Ergebnis
direction: Anrufrichtung | Richtung | Anruftyp
duration: Anrufdauer | Dauer
status: Anrufstatus
"""
MEETING = """
title: Titel | Betreff
body: Text | Beschreibung | Notizen | Agenda
at: Aktivitätsdatum | Beginn | Von | Datum | Startzeit | Startdatum
ends_at: Ende | Bis | Endzeit | Enddatum
outcome: Meeting-Ergebnis | Besprechungsergebnis | Ergebnis | Terminergebnis
owner: Aktivität zugewiesen an | Gastgeber | Organisator | Veranstalter
participants: Teilnehmer | Teilnehmende
location: Ort | Raum
"""
TEAMMATE = """
external_id: Benutzer-ID | Nutzer-ID
full_name: Name | Vollständiger Name | Benutzer
first_name: Vorname
last_name: Nachname
email: E-Mail-Adresse | E-Mail
active: Aktiv | Status
role: Rolle | Profil
username: Benutzername
"""
ORDER = """
order_no: Bestellnummer | Bestellung | Auftragsnummer | Rechnungsnummer | Bestell-Nr. | N° de commande | Número de pedido | Belegnummer
ordered_at: Bestelldatum | Bestellt am | Datum | Rechnungsdatum | Date de commande | Fecha de pedido
customer_no: Kundennummer | Kunden-Nr. | Kundennr. | N° client | Número de cliente
email: E-Mail-Adresse | E-Mail | Correo electrónico | Adresse e-mail
name: Kunde | Kundenname | Name | Client | Cliente
product: Produkt | Artikel | Artikelbezeichnung | Bezeichnung | Produit | Producto
sku: Artikelnummer | Art.-Nr. | Référence
quantity: Menge | Anzahl | Stück | Quantité | Cantidad
unit_price: Einzelpreis | Stückpreis | Preis | Prix unitaire | Precio unitario | Preis pro Stück
amount: Betrag | Gesamt | Summe | Gesamtpreis | Montant | Importe
currency: Währung | Devise | Moneda
kind: Typ | Art | Vorgang | Vorgangsart
country: Land
"""
USAGE = """
at: Zeit | Zeitpunkt | Zeitstempel | Datum
user_id: Nutzer-ID | Benutzer-ID | Nutzer | Benutzer
email: E-Mail-Adresse | E-Mail
event: Ereignis | Aktion | Vorgang
product: Produkt | Anwendung | Modul
"""
AGREEMENT = """
agreement_no: Vertragsnummer | Vertrags-Nr. | Vertragsnr. | Vereinbarungsnummer | N° de contrat | Número de contrato
party_name: Vertragspartner | Partei | Kunde | Mandant | Vertragspartei | Partie | Parte | Client | Cliente
signatory: Unterzeichner | Unterzeichnet von | Unterschrift | Signataire | Firmante
kind: Art | Vertragsart | Typ | Vertragstyp
title: Titel | Bezeichnung | Gegenstand | Titre | Título | Vertragsgegenstand
signed_on: Unterzeichnet am | Unterschrieben am | Unterschriftsdatum | Vertragsdatum | Signé le | Firmado el
starts_on: Beginnt am | Beginn | Vertragsbeginn | Laufzeitbeginn | Gültig ab | Date de début | Fecha de inicio
ends_on: Endet am | Ende | Vertragsende | Laufzeitende | Gültig bis | Date de fin | Fecha de fin
auto_renew: Automatische Verlängerung | Verlängert sich automatisch | Auto-Verlängerung | Verlängerung
notice_months: Kündigungsfrist (Monate) | Kündigungsfrist | Frist (Monate)
terminated_on: Gekündigt am | Beendet am | Kündigungsdatum | Kündigung zum
value: Wert | Vertragswert | Betrag | Volumen | Auftragswert | Honorar | Montant | Valor
currency: Währung | Devise | Moneda
"""
TABLE_HEADERS: dict[str, tuple[str, ...]] = {
    "people": (PERSON, RECORD, ADDRESS),
    "organisations": (ORGANISATION, RECORD, ADDRESS),
    "leads": (LEAD, PERSON, RECORD, ADDRESS),
    "deals": (DEAL, LINKS, RECORD),
    "tasks": (TASK, LINKS, RECORD),
    "notes": (NOTE, LINKS, RECORD),
    "calls": (CALL, LINKS, RECORD),
    "meetings": (MEETING, LINKS, RECORD),
    "teammates": (TEAMMATE,),
    "orders": (ORDER,),
    "usage": (USAGE,),
    "agreements": (AGREEMENT,),
}
