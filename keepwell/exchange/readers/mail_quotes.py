"""Where a quoted or forwarded mail begins, in the words of many mail programs."""

import re

_WROTE = (
    "wrote|writes|schrieb|hat geschrieben|a écrit|escribió|ha scritto|scrisse|schreef"
    "|pisze|napisał(?:a|\\(a\\))?|escreveu|skrev|kirjoitti|napsal(?:a)?|írta|yazdı"
    "|đã viết|пишет|написал(?:а)?"
    "|写道|寫道|書きました"
)
_FIRST_WORD = re.compile(
    r"^\W{0,2}(?:on|am|le|el|il|op|em|den|vào|w dniu|dnia|dne|pada|\d|mon|tue|wed|thu|fri"
    r"|sat|sun"
    r"|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|在|于|\S.{0,80}<[^<>\s]+@)",
    re.IGNORECASE,
)
_INTRO = re.compile(
    rf"(?:\d|@).*\b(?:{_WROTE})\b.{{0,120}}[:\uff1a]\s*$|(?:\d|@).*"
    rf"(?:{_WROTE})\s*[:\uff1a]\s*$",
    re.IGNORECASE | re.DOTALL,
)
# Some programs name date and sender and put no verb: "2024-07-05 6:00 GMT Name <a@b>:"
_BARE_INTRO = re.compile(r"^(?=.*\d{1,2}:\d\d)(?=.*\d{4}).{0,120}<[^<>\s]+@[^<>\s]+>:\s*$")
_RULED = re.compile(
    r"^[\s*]*[-_=]{3,}\s*(?:original message|original appointment|ursprüngliche (?:nachricht"
    r"|mail)|originalnachricht|weitergeleitete (?:nachricht|e?-?mail)|forwarded (?:message"
    r"|mail)"
    r"|forwarded by .{1,80}|message d'origine|message original|message transféré"
    r"|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|oorspronkelijk bericht|doorgestuurd bericht|wiadomość oryginalna"
    r"|(?:wiadomość )?przekazana(?: wiadomość)?|mensagem (?:original|encaminhada)"
    r"|ursprungligt meddelande|opprinnelig melding|videresendt.{0,20}"
    r"|thư gốc|tin nhắn (?:gốc|đã chuyển tiếp)|thư đã chuyển tiếp"
    r"|原始邮件|原始郵件|转发邮件|转发的邮件)"
    r"\s*[-_=]{2,}\s*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado)\s*:\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^[\s*]*(?:from|von|de|da|van|från|fra|od|từ|发件人|寄件者|от)"
    r"\s*\**\s*[:\uff1a]\s*\**\s*\S",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^[\s*]*(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|objet|à|enviado"
    r"(?: el)?|fecha|para|asunto|inviato|oggetto|a|verzonden|aan|onderwerp|data|do|temat"
    r"|wysłano|assunto|skickat|till|ämne|sendt|til|emne|ngày|đến|tiêu đề|đã gửi"
    r"|发送时间|收件人|主题)\s*\**\s*[:\uff1a]",
    re.IGNORECASE,
)


def is_quoted(line: str) -> bool:
    """Say whether this line is marked as a quotation."""
    return line.startswith((">", " >", "  >"))


def forwards_from_here(line: str) -> bool:
    """Say whether a ruled or worded title announces that another mail follows."""
    if len(line) > 140:
        return False
    start = line.lstrip(" *")[:1]
    return bool(
        (start in "-_=" and start and _RULED.match(line))
        or (line.rstrip().endswith(":") and _FORWARDED.match(line))
    )


def begins_quote(lines: list[str], at: int) -> bool:
    """Say whether a block of headers (From, Sent, Subject) stands here, as Outlook writes."""
    if ":" not in lines[at][:20] and "\uff1a" not in lines[at][:20]:
        return False
    if not _FROM.match(lines[at]):
        return False
    near = [line for line in lines[at + 1 : at + 9] if line.strip()][:5]
    return sum(1 for line in near if _ALSO.match(line)) >= 2


def quote_intro_length(lines: list[str], at: int) -> int:
    """Count the lines of a "On … wrote:" that begins here, 0 when none does."""
    if not _FIRST_WORD.match(lines[at][:100]):
        return 0
    together = ""
    for count in range(1, 5):
        if at + count > len(lines):
            return 0
        line = lines[at + count - 1]
        if not line.strip() or is_quoted(line) or len(line) > 400:
            return 0
        if count > 1 and re.match(r"(?:On|Am|Le|El) ", line) and re.search(r"\d", line):
            return 0
        together = f"{together} {line}".strip()
        if line.rstrip().endswith((":", "\uff1a")):
            found = _INTRO.search(together) or _BARE_INTRO.match(together)
            return count if found else 0
    return 0
