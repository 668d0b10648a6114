"""Whether a person wrote a mail, or a machine: and what gave it away."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Nature(StrEnum):
    """What kind of sender is behind a mail; only `human` counts as contact."""

    HUMAN = "human"
    NEWSLETTER = "newsletter"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    MACHINE = "machine"


_AWAY = (
    r"automatic reply|auto(?:matic)?[ -]?(?:reply|response|answer)|autoreply"
    r"|out of (?:the )?office"
    r"|ooo|away from (?:my|the) (?:desk|office|mail)|on (?:annual |parental )?leave|vacation"
    r"|automatische antwort|abwesenheits?(?:notiz|nachricht|meldung|assistent)?|abwesend"
    r"|nicht im büro|réponse automatique|absence du bureau|absent du bureau|en congés?"
    r"|respuesta automática|fuera de (?:la )?oficina|ausente|risposta automatica|fuori sede"
    r"|assente|automatisch antwoord|afwezig(?:heid)?|niet aanwezig|odpowiedź automatyczna"
    r"|autoodpowiedź|nieobecność|resposta automática|ausência|autosvar|frånvarande"
    r"|automatiskt svar|automatisk svar|fravær|automaattinen vastaus|poissa"
    r"|automatická odpověď|trả lời tự động|thư trả lời tự động|vắng mặt"
    r"|自动回复|自動回覆|自動応答|不在办公室|автоответ"
    r"|автоматический ответ"
    r"|otomatik yanıt|αυτόματη απάντηση"
)
# A subject alone proves it only when the words open it and a colon follows.
_AWAY_TITLE = re.compile(rf"^\W{{0,3}}(?:{_AWAY})\W{{0,2}}\s*(?:[:\uff1a]|\]|$)", re.IGNORECASE)
_AWAY_ANYWHERE = re.compile(rf"(?:^|\W)(?:{_AWAY})(?:$|\W)", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|problem)"
    r"|mail delivery (?:failed"
    r"|failure|system)|returned (?:mail|to sender)|failure notice|unzustellbar|nicht zugestellt"
    r"|non remis|échec de (?:la )?remise|no (?:se )?(?:pudo )?entreg|mancata consegna"
    r"|niet bezorgd|onbestelbaar|nie dostarczono|não entregue|không gửi được|退信",
    re.IGNORECASE,
)
_POSTMEN = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?delivery|bounces?)(?:[-+_.@]|$)"
)
_NOBODY = re.compile(
    r"^(?:(?:[\w.+-]*[-_.])?no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply[-_.]?\w*"
    r"|nicht[-_.]?antworten|keine[-_.]?antwort"
    r"|ne[-_.]?pas[-_.]?repondre|no[-_.]?responder|notifications?|alerts?|automailer|cron"
    r"|root)(?:[-+_.@]|$)"
)
_TILL = re.compile(
    r"^(?:shop|store|orders?|bestellung(?:en)?|commandes?|pedidos?|sales|billing"
    r"|webshop|checkout|boutique|tienda)(?:[-+_.@]|$)"
)
_ORDER = re.compile(
    r"\b(?:your (?:order|purchase|receipt|invoice|payment)|order (?:confirm|no\b|number|#)"
    r"|ihre (?:bestellung|rechnung)|bestellbestätigung|auftragsbestätigung|votre commande"
    r"|confirmation de commande|su pedido|tu pedido|đơn hàng|il tuo ordine|uw bestelling)",
    re.IGNORECASE,
)
_PRESS = re.compile(r"^(?:newsletter|news|digest|mailing|marketing)(?:[-+_.@]|$)")


def judge_nature(
    headers: Mapping[str, str], subject: str, sender: str, content_type: str
) -> tuple[Nature, str]:
    """Judge who is behind a mail, with the reason in one sentence.

    `headers` by lower-case name, `content_type` in lower case with its parameters. Signs are
    those of RFC 3834 (automatic answers), RFC 3464 (bounces), RFC 2369/2919 (lists).
    """
    submitted = headers.get("auto-submitted", "").lower().partition(";")[0].strip()
    precedence = headers.get("precedence", "").lower().strip().replace("-", "_")
    return (
        _bounced(headers, subject, sender, content_type)
        or _answers_itself(headers, subject, submitted, precedence, content_type)
        or _goes_to_many(headers, sender, precedence)
        or _is_machine(sender, subject, submitted)
        or (Nature.HUMAN, "Nothing in it says that a machine wrote it.")
    )


def _bounced(
    headers: Mapping[str, str], subject: str, sender: str, content_type: str
) -> tuple[Nature, str] | None:
    if content_type.startswith("multipart/report") and "delivery-status" in content_type:
        return Nature.BOUNCE, "It is a report about a mail that could not be delivered."
    if headers.get("x-failed-recipients"):
        return Nature.BOUNCE, "It names a recipient whom a mail did not reach."
    from_post = bool(_POSTMEN.match(sender)) or not sender
    nobody = headers.get("return-path", "-").replace(" ", "") == "<>"
    if (from_post or nobody) and _FAILED.search(subject):
        return Nature.BOUNCE, "A mail system wrote that a mail could not be delivered."
    if _POSTMEN.match(sender) and sender.startswith("mailer"):
        return Nature.BOUNCE, "A mail system wrote it, not a person."
    return None


def _answers_itself(
    headers: Mapping[str, str], subject: str, submitted: str, precedence: str, content_type: str
) -> tuple[Nature, str] | None:
    automatic = Nature.AUTOMATIC
    if submitted.startswith(("auto-replied", "auto-notified")):
        return automatic, "Its Auto-Submitted header says that a machine answered."
    for name in ("x-autoreply", "x-autorespond", "x-autoresponse", "x-autoreply-from"):
        if headers.get(name, "no").strip().lower() not in ("no", "false", "0"):
            return automatic, f"Its {name.title()} header says that a machine answered."
    if precedence in ("auto_reply", "auto"):
        return automatic, "Its Precedence header says that a machine answered."
    if content_type.startswith("multipart/report"):
        return automatic, "It is a receipt that a mail program wrote."
    if submitted == "no":
        return None
    if _AWAY_TITLE.search(subject):
        return automatic, "Its subject is that of an automatic answer."
    if "x-auto-response-suppress" in headers and _AWAY_ANYWHERE.search(subject):
        return automatic, "Its subject and X-Auto-Response-Suppress tell an automatic answer."
    return None


def _goes_to_many(
    headers: Mapping[str, str], sender: str, precedence: str
) -> tuple[Nature, str] | None:
    for name in ("list-id", "list-unsubscribe", "list-post", "x-mailing-list"):
        if headers.get(name):
            return Nature.NEWSLETTER, f"Its {name.title()} header says that it went to a list."
    if precedence in ("bulk", "list", "junk"):
        return Nature.NEWSLETTER, f"Its Precedence header says {precedence}."
    if _PRESS.match(sender):
        return Nature.NEWSLETTER, f"{sender} is the address of a newsletter."
    return None


def _is_machine(sender: str, subject: str, submitted: str) -> tuple[Nature, str] | None:
    if submitted and submitted != "no":
        return Nature.MACHINE, "Its Auto-Submitted header says that a machine wrote it."
    if _NOBODY.match(sender):
        return Nature.MACHINE, f"Nobody reads or writes at {sender}."
    if _TILL.match(sender) and _ORDER.search(subject):
        return Nature.MACHINE, f"{sender} confirms an order."
    if _POSTMEN.match(sender):
        return Nature.MACHINE, "A mail system wrote it, not a person."
    return None
