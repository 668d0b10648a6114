"""Which words in a header mean which fact: English, and what Salesforce and Zoho call it.

One line per fact: `fact: header | header`, the best header first. Headers are compared by
letters and digits alone (`plain_header`), so case, spaces and marks do not matter.
"""

# ruff: noqa: E501 - a fact and all its headers stay on one line, to be read as a table
from __future__ import annotations

RECORD = """
external_id: Record ID | Id | Object ID | External ID | GUID | UUID
owner: Owner | Owner Name | Record Owner | Assigned to | Responsible | Account Manager | Relationship Manager | Sales Rep | Sales Agent
owner_id: Owner.id | OwnerId | Owner ID | HubSpot Owner ID | hubspot_owner_id
created_at: Create Date | Created Date | Created Time | Created At | Created On | Created | Date Created | CreatedDate | Date Added | Added on
changed_at: Last Modified Date | LastModifiedDate | Modified Time | Modified At | Updated At | Updated | Last Updated | Last Modified | Modified On | Date Modified
last_activity_at: Last Activity Date | Last Activity | Last Activity Time | LastActivityDate
description: Description | Notes | Comments | Comment | Remarks | About | Background | Note
deleted: IsDeleted | Deleted | Is Deleted
merged_into_id: MasterRecordId | Master Record ID
tags: Tag | Tags | Categories | Labels | Label
"""
ADDRESS = """
street: MailingStreet | BillingStreet | Street Address | Street | Address | Address 1 | Address Line 1 | Street 1 | Mailing Street | Billing Street | Business Street | Mailing Address - Street | Billing Address - Street | Address - Street | Home Street | Primary Address Street
street_2: Street Address 2 | Address 2 | Address Line 2 | Street 2 | Business Street 2
city: MailingCity | BillingCity | City | Town | Mailing City | Billing City | Business City | Billing Address - City | Mailing Address - City | Address - City | Home City | Primary Address City | Office Location
state: MailingState | BillingState | State/Region | State | Region | State/Province | Province | County | Mailing State/Province | Billing State/Province | Business State | Billing Address - State / Province | Mailing Address - State / Province | Address - State / Province | Home State
postal_code: MailingPostalCode | BillingPostalCode | Postal Code | Zip | Zip Code | Postcode | ZIP/Postal Code | Mailing Zip/Postal Code | Billing Zip/Postal Code | Mailing Zip | Billing Code | Business Postal Code | Address - Zip / Postal Code | Billing Address - Zip / Postal Code | Mailing Address - Zip / Postal Code | Home Postal Code
country: MailingCountry | BillingCountry | Country/Region | Country | Mailing Country | Billing Country | Business Country/Region | Billing Address - Country / Region | Mailing Address - Country / Region | Address - Country / Region | Home Country/Region
other_street: OtherStreet | ShippingStreet | Other Street | Shipping Street
other_city: OtherCity | ShippingCity | Other City | Shipping City
other_state: OtherState | ShippingState | Other State/Province | Shipping State/Province
other_postal_code: OtherPostalCode | ShippingPostalCode | Other Zip/Postal Code | Shipping Zip/Postal Code | Other Zip | Shipping Code
other_country: OtherCountry | ShippingCountry | Other Country | Shipping Country
"""
PERSON = """
external_id: Contact ID | Person ID | Contact Record ID | Client ID | Customer ID
salutation: Salutation | Name Prefix | Prefix | Honorific | Mr/Ms
first_name: First Name | FirstName | Given Name | Forename | First
middle_name: Middle Name | MiddleName | Additional Name
last_name: Last Name | LastName | Surname | Family Name | Last
suffix: Suffix | Name Suffix
full_name: Full Name | Contact Name | Name | Person | Contact | Display Name | Client Name | Customer Name | Contact Person | File As
email: Email | E-mail | Email Address | E-mail Address | Mail | E-mail 1 - Value | Primary Email | Work Email | Business Email
extra_emails: Additional email addresses | Secondary Email | Other Email | Email 2 | Alternate Email | E-mail 2 Address | E-mail 3 Address | E-mail 2 - Value | E-mail 3 - Value | E-mail 4 - Value | E-mail 5 - Value | Personal Email | Private Email | Email 3 | Home Email
phone: Phone Number | Phone | Telephone | Business Phone | Work Phone | Tel | Phone 1 - Value | Telephone Number | Primary Phone | Office Phone | Direct Phone
mobile: Mobile Phone Number | MobilePhone | Mobile | Mobile Phone | Cell | Cell Phone | Mobile Number
home_phone: HomePhone | Home Phone | Private Phone
other_phone: OtherPhone | Other Phone | Phone 2 | Business Phone 2 | Phone 2 - Value | Phone 3 - Value | Phone 4 - Value | Primary Phone 2 | Company Main Phone | Home Phone 2
fax: Fax | Business Fax | Fax Number
organisation_id: Primary Associated Company ID | AccountId | Account Name.id | Account ID | Company ID | Organization ID | Organisation ID | Account_Name.id
organisation_ids: Associated Company IDs
organisation_name: Account Name | Associated Company | Company Name | Company | Organization | Organisation | Organization Name | Organization 1 - Name | Employer | Account | Firm | Business | Organisation Name
title: Job Title | Title | Position | Function | Organization Title | Organization 1 - Title | Role Title
department: Department | Organization Department | Organization 1 - Department
reports_to_id: ReportsToId | Reporting To.id
reports_to: Reporting To | Reports To | Manager's Name
owner: Contact owner | Contact Owner
owner_id: Contact Owner.id
lifecycle_stage: Lifecycle Stage | Lifecycle | Relationship | Contact Type | Category | Stage | Status
lead_status: Lead Status
source: LeadSource | Original Source | Original Traffic Source | Lead Source | Source
merged_ids: Merged Contact IDs | Merged Record IDs
website: Website URL | Website | Web Page | Website 1 - Value | URL | Homepage | Personal Web Page
industry: Industry
birth_date: Birthdate | Birthday | Date of Birth | DOB | Date of birth
opted_out: HasOptedOutOfEmail | Unsubscribed from all email | Email Opt Out | Opted Out | Unsubscribed | No email | Do not email
do_not_call: DoNotCall | Do Not Call | No calls
language: Language | Preferred Language
"""
ORGANISATION = """
external_id: Account ID | Company ID | Organisation ID | Organization ID
name: Company name | Account Name | Name | Company | Organization Name | Organisation Name | Organisation | Organization | Account | Legal Name | Client | Customer | Business Name | Firm
domain: Company Domain Name | Domain | Domain Name | Web Domain
website: Website URL | Website | Web Page | URL | Homepage
email: Email | E-mail | Email Address | E-mail Address
phone: Phone Number | Phone | Telephone | Business Phone | Tel
fax: Fax | Business Fax
industry: Industry | Sector | Branch
employees: NumberOfEmployees | Number of Employees | Employees | Headcount | Company Size
annual_revenue: AnnualRevenue | Annual Revenue | Revenue | Turnover
currency: CurrencyIsoCode | Currency
type: Type | Account Type | Company Type | Organisation Type
owner: Company owner | Account Owner
owner_id: Account Owner.id | Company Owner.id
lifecycle_stage: Lifecycle Stage | Lifecycle | Relationship | Status
lead_status: Lead Status
source: AccountSource | Original Source | Account Source | Source | Original Traffic Source
parent_id: ParentId | Parent Account ID | Parent Account.id | Parent Company ID
parent_name: Parent Company | Parent Account | Subsidiary of | Parent | Group
time_zone: Time Zone | Timezone
registration_no: VAT Number | VAT ID | Registration Number | Company Number | Tax ID
merged_ids: Merged Company IDs | Merged Record IDs
"""
LEAD = """
external_id: Lead ID
full_name: Lead Name
company: Company | Company Name | Account Name | Organization | Organisation | Organization Name | Account | Employer | Firm
owner: Lead Owner
owner_id: Lead Owner.id
lead_status: Lead Status | Status
source: LeadSource | Lead Source | Source
converted: IsConverted | Is Converted | Converted
converted_at: ConvertedDate | Converted Date | Converted Date Time
converted_person_id: ConvertedContactId | Converted Contact.id | Converted Contact ID
converted_organisation_id: ConvertedAccountId | Converted Account.id | Converted Account ID
converted_deal_id: ConvertedOpportunityId | Converted Deal.id | Converted Opportunity ID
employees: NumberOfEmployees | No. of Employees | Number of Employees
annual_revenue: AnnualRevenue | Annual Revenue
"""
LINKS = """
person_ids: Associated Contact IDs | WhoId | Contact Name.id | ContactId | Contact ID | Associated Contact ID | Who ID | Contact_Name.id | Name ID
person_name: Contact Name | Associated Contact | Contact | Name | Person
organisation_ids: Associated Company IDs | AccountId | Account Name.id | Account ID | Company ID | Account_Name.id
organisation_name: Account Name | Associated Company | Company Name | Company | Account | Company / Account | Organisation | Organization
deal_ids: Associated Deal IDs | OpportunityId | Opportunity ID | Deal ID | Deal Name.id
related_id: WhatId | Related To.id | Related To ID | What_Id.id | Related ID
related_name: Related To
related_module: Related To Module | Related Module | $se_module
activity_type: Activity type
"""
DEAL = """
external_id: Opportunity ID | Deal ID
name: Deal Name | Opportunity Name | Name | Deal | Opportunity | Potential Name
stage: Deal Stage | StageName | Stage | Sales Stage
pipeline: Pipeline
amount: Amount | Value | Deal Value | Deal Amount | Close Value | Amount in company currency
currency: Currency | CurrencyIsoCode | Deal Currency
closes_on: Close Date | CloseDate | Closing Date | Expected Close Date | Closes on | Expected Closing Date
owner: Deal owner | Opportunity Owner
owner_id: Deal Owner.id | Opportunity Owner.id
won: Is Closed Won | IsWon | Won
closed: Is Deal Closed? | IsClosed | Closed
probability: Probability | Probability (%) | Deal probability
type: Deal Type | Type | Opportunity Type
next_step: Next Step | NextStep
source: LeadSource | Lead Source | Original Source | Source
loss_reason: Reason For Loss | Closed Lost Reason | Loss Reason | Lost Reason
created_at: Engage Date
"""
TASK = """
external_id: Task ID | Activity ID
title: Task title | Subject | Title | Task | Task Name
body: Task body | Description | Notes | Body | Comments | Full Comments
due: Due date | ActivityDate | Due | Date | Deadline | Due Date Only | Due on
status: Task status | Status
kind: Task type | Type | TaskType
priority: Priority
owner: Assigned to | Task Owner | Assigned | Assignee
owner_id: Task Owner.id | Assigned to ID
closed: IsClosed | Closed | Done | Completed
completed_at: Completion date | CompletedDateTime | Closed Time | Completed Date | Completed at | Completed Date/Time
subtype: TaskSubtype | Task Subtype
call_direction: CallType | Call Type
call_outcome: CallDisposition | Call Result
call_seconds: CallDurationInSeconds | Call Duration (seconds) | Call Duration
"""
NOTE = """
external_id: Note ID
title: Note Title | Title | Subject
body: Body | Note Content | Note | Note Body | Text | Content | Notes | Description
at: Activity date | CreatedDate | Created Time | Created Date | Date | Create Date | Created At
owner: Activity assigned to | Note Owner | Author | Created By | Owner
owner_id: OwnerId | Note Owner.id | CreatedById | Created By.id
parent_id: ParentId | Parent Id | Parent.id | Parent ID | Associated_Id
parent_module: Parent Module | $se_module | Parent Type
"""
CALL = """
external_id: Call ID
title: Title | Subject | Call Title | Call Subject
body: Body | Call notes | Description | Call Agenda | Notes
at: Activity date | Call Start Time | Date | Start Time | Call Date | Called at | Start
owner: Activity assigned to | Call Owner | Caller
owner_id: Call Owner.id
outcome: Call outcome | Call Result | CallDisposition | Outcome | Result
direction: Call direction | Call Type | CallType | Direction
duration: Call duration | CallDurationInSeconds | Duration | Call Duration (HH:mm:ss) | Length | Call Duration (in seconds)
status: Call Status | Status
"""
MEETING = """
external_id: Event ID | Meeting ID
title: Title | Subject | Meeting name | Event Title | Meeting Title | Event Name
body: Body | Description | Notes | Agenda
at: StartDateTime | Activity date | From | Start | Start Time | ActivityDateTime | Start Date | Meeting start time | Start DateTime | Date
ends_at: EndDateTime | To | End | End Time | End Date | Meeting end time | End DateTime
duration_minutes: DurationInMinutes | Duration
all_day: IsAllDayEvent | All day | All-day event
outcome: Meeting outcome | Outcome | Meeting Status
owner: Activity assigned to | Host | Organizer | Organiser | Meeting Owner
owner_id: OwnerId | Host.id
participants: Participants | Attendees | Invitees | Guests | Required Attendees
location: Location | Venue | Place | Meeting location
kind: Type | Meeting type | EventSubtype
"""
TEAMMATE = """
external_id: User ID | Id | Record Id | Owner ID
full_name: Full Name | Name | User | User Name | Teammate | Sales Agent
first_name: First Name | FirstName
last_name: Last Name | LastName
email: Email | E-mail | Email Address
active: IsActive | Active | Status | User Status
role: Role | Profile | Permission set | User Role
username: Username
"""
ORDER = """
order_no: Order ID | Order no. | Order Number | Order | Invoice No | InvoiceNo | Invoice | Invoice Number
ordered_at: Ordered at | Order Date | Date | InvoiceDate | Invoice Date | Purchased at | Created at | Order Time | Purchase Date
customer_no: Customer no. | Customer ID | Customer Number | CustomerID | Client no. | Account no.
email: E-mail | Email | Customer Email | Billing Email | Email Address
name: Customer | Customer Name | Billing Name | Name | Client
product: Product | Item | Lineitem name | Product Name | Article | Description | Item Name
sku: SKU | Lineitem sku | StockCode | Article no. | Product Code | Item Code
quantity: Quantity | Qty | Lineitem quantity | Units | Count
unit_price: Unit price | UnitPrice | Price | Lineitem price | Price each
amount: Amount | Total | Line Total | Order Total
currency: Currency
kind: Type | Kind | Transaction Type
country: Country | Billing Country
"""
USAGE = """
at: time | Timestamp | Event time | Date | Occurred at | Created at | At | Datetime
user_id: user_id | User | User ID | Distinct ID | Account user
email: Email | E-mail | User Email
event: Event | Action | Event Name | Activity | Event Type
product: Product | App | Application | Module | Feature
name: User Name | Name
organisation_name: Account | Company | Workspace | Organisation | Organization
"""
AGREEMENT = """
agreement_no: Agreement no. | Contract no. | Agreement ID | Contract ID | Agreement Number | Contract Number
party_name: Party | Client | Counterparty | Customer | Company | Account Name | Party Name | Organisation
signatory: Signatory | Signed by | Signer | Contact
kind: Kind | Type | Agreement type | Contract type | Document type
title: Title | Subject | Agreement | Contract | Agreement Title | Name
signed_on: Signed on | Signed | Signature date | Date signed | Signing date
starts_on: Starts on | Start date | Start | Effective date | Contract Start Date | Begins on | Valid from
ends_on: Ends on | End date | End | Expiry date | Expires on | Contract End Date | Valid until | Expiration date
auto_renew: Auto-renew | Auto renewal | Renews automatically | Automatic renewal
notice_months: Notice (months) | Notice period | Notice | Notice period (months)
terminated_on: Terminated on | Termination date | Cancelled on | Terminated
value: Value | Amount | Contract value | Total value | Fee
currency: Currency
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
