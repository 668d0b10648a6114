"""Where a quoted or forwarded mail begins, in the words of many mail programs."""

import re

_WROTE = (
    "wrote|writes|schrieb|hat geschrieben|a \u00e9crit|escribi\u00f3|ha scritto|scrisse|schreef"
    "|pisze|napisa\u0142(?:a|\\(a\\))?|escreveu|skrev|kirjoitti|napsal(?:a)?|\u00edrta|yazd\u0131"
    "|\u0111\u00e3 vi\u1ebft|\u043f\u0438\u0448\u0435\u0442|\u043d\u0430\u043f\u0438\u0441\u0430\u043b(?:\u0430)?"
    "|\u5199\u9053|\u5beb\u9053|\u66f8\u304d\u307e\u3057\u305f"
)
_FIRST_WORD = re.compile(
    r"^\W{0,2}(?:on|am|le|el|il|op|em|den|vào|w dniu|dnia|dne|pada|\d|mon|tue|wed|thu|fri|sat|sun"
    r"|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|\u5728|\u4e8e|\S.{0,80}<[^<>\s]+@)",
    re.IGNORECASE,
)
_INTRO = re.compile(rf"(?:\d|@).*\b(?:{_WROTE})\b.{{0,120}}[:\uff1a]\s*$|(?:\d|@).*"
                    rf"(?:{_WROTE})\s*[:\uff1a]\s*$", re.IGNORECASE | re.DOTALL)  # fmt: skip
# Some programs name date and sender and put no verb: "2024-07-05 6:00 GMT Name <a@b>:"
_BARE_INTRO = re.compile(r"^(?=.*\d{1,2}:\d\d)(?=.*\d{4}).{0,120}<[^<>\s]+@[^<>\s]+>:\s*$")
_RULED = re.compile(
    r"^[\s*]*[-_=]{3,}\s*(?:original message|original appointment|urspr\u00fcngliche (?:nachricht"
    r"|mail)|originalnachricht|weitergeleitete (?:nachricht|e?-?mail)|forwarded (?:message|mail)"
    r"|forwarded by .{1,80}|message d'origine|message original|message transf\u00e9r\u00e9"
    r"|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|oorspronkelijk bericht|doorgestuurd bericht|wiadomo\u015b\u0107 oryginalna"
    r"|(?:wiadomo\u015b\u0107 )?przekazana(?: wiadomo\u015b\u0107)?|mensagem (?:original|encaminhada)"
    r"|ursprungligt meddelande|opprinnelig melding|videresendt.{0,20}"
    r"|th\u01b0 g\u1ed1c|tin nh\u1eafn (?:g\u1ed1c|\u0111\u00e3 chuy\u1ec3n ti\u1ebfp)|th\u01b0 \u0111\u00e3 chuy\u1ec3n ti\u1ebfp"
    r"|\u539f\u59cb\u90ae\u4ef6|\u539f\u59cb\u90f5\u4ef6|\u8f6c\u53d1\u90ae\u4ef6|\u8f6c\u53d1\u7684\u90ae\u4ef6)"
    r"\s*[-_=]{2,}\s*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|d\u00e9but du message (?:r\u00e9exp\u00e9di\u00e9|transf\u00e9r\u00e9)|inicio del mensaje reenviado)\s*:\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^[\s*]*(?:from|von|de|da|van|fr\u00e5n|fra|od|t\u1eeb|\u53d1\u4ef6\u4eba|\u5bc4\u4ef6\u8005|\u043e\u0442)"
    r"\s*\**\s*[:\uff1a]\s*\**\s*\S",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^[\s*]*(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoy\u00e9|objet|\u00e0|enviado"
    r"(?: el)?|fecha|para|asunto|inviato|oggetto|a|verzonden|aan|onderwerp|data|do|temat"
    r"|wys\u0142ano|assunto|skickat|till|\u00e4mne|sendt|til|emne|ng\u00e0y|\u0111\u1ebfn|ti\u00eau \u0111\u1ec1|\u0111\u00e3 g\u1eedi"
    r"|\u53d1\u9001\u65f6\u95f4|\u6536\u4ef6\u4eba|\u4e3b\u9898)\s*\**\s*[:\uff1a]",
    re.IGNORECASE,
)


def is_quoted(line: str) -> bool:
    """Say whether this line is marked as a quotation."""
    return line.startswith(">") or line.startswith((" >", "  >"))


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
    """Say whether a block of headers (From, Sent, To, Subject) stands here, as Outlook writes."""
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
