"""What a mail says: HTML as plain text, and the writer's own words."""

import re
from html import unescape

from keepwell.exchange.readers.mail_quotes import (
    begins_quote,
    forwards_from_here,
    is_quoted,
    quote_intro_length,
)

# Beyond this much markup nobody wrote a letter; the rest is cut.
LONGEST_HTML = 1 << 19
LONGEST_WORDS = 1 << 18

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(("style", "script", "head", "title", "template", "noscript"))
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).)*-->", re.DOTALL)
_TOKEN = re.compile(
    r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,30})[^<>]*>|<[!?][^<>]*>|(?P<text>[^<]+|<)"
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLANKS = re.compile(r"\n{3,}")


class _Page:
    """Collects the lines of a page; what is quoted gets "> " in front.

    The standard HTML parser took minutes for 100,000 tags that never end; attributes do not
    matter here, so one pattern that looks at each letter once is enough.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.silent: str | None = None

    def feed(self, html: str) -> None:
        for token in _TOKEN.finditer(html):
            if token["text"]:
                self.handle_data(unescape(token["text"]))
            elif token["closes"]:
                self.handle_endtag(token["name"].lower())
            elif token["name"]:
                self.handle_starttag(token["name"].lower())

    def handle_starttag(self, tag: str) -> None:
        if tag in _SILENT and self.silent is None:
            self.silent = tag
        elif tag == "body":
            self.silent = None
        elif tag == "br":
            self.end_line()
        elif tag in _BLOCKS:
            self.end_block()
            if tag == "p":
                self.blank_line()
            if tag == "blockquote":
                self.depth = min(self.depth + 1, 20)
            elif tag == "li":
                self.line.append("- ")
            elif tag == "hr":
                self.line.append("-" * 8)
                self.end_line()
        elif tag in ("td", "th"):
            self.line.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = None
        elif tag in _BLOCKS:
            self.end_block()
            if tag == "p":
                self.blank_line()
            if tag == "blockquote":
                self.depth = max(self.depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.silent is None:
            self.line.append(_SPACES.sub(" ", data))

    def end_line(self) -> None:
        text = _SPACES.sub(" ", "".join(self.line)).strip()
        self.line = []
        self.lines.append("> " * self.depth + text if text else ">" * self.depth)

    def end_block(self) -> None:
        if any(piece.strip() for piece in self.line):
            self.end_line()
        else:
            self.line = []

    def blank_line(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self.depth)


def text_of_html(html: str) -> str:
    """Give the words of an HTML mail as lines of plain text, quotations marked by "> "."""
    page = _Page()
    page.feed(_COMMENT.sub("", html[:LONGEST_HTML]))
    page.end_block()
    return _BLANKS.sub("\n\n", "\n".join(page.lines)).strip()


def unflowed(text: str, delete_space: bool = False) -> str:
    """Join the soft-wrapped lines of a `format=flowed` text (RFC 3676)."""
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        if line.startswith(" "):
            line = line[1:]
        quoted = line.startswith(">")
        if flows and not quoted and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- " and not quoted
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


_DELIMITER = re.compile(r"^ {0,3}(?:--[ \u00a0]?|[\u2014\u2013]{1,2}|_{20,}|-{20,})\s*$")
_SENT_FROM = re.compile(
    r"^(?:sent from (?:my|a|an|the)(?: [\w'\u2019-]+){1,5}|sent (?:from|via|with) [\w'\u2019-]+"
    r"(?: (?:mail|mobile|android|ios|for ios|for android|for windows))+"
    r"|get outlook for [\w ]{2,20}|von (?:meinem|unterwegs)[\w ,-]{2,40} gesendet"
    r"|gesendet (?:von|mit|aus)[\w ,./:&-]{2,50}|envoyé de(?:puis)? [\w '\u2019-]{2,40}"
    r"|enviado (?:desde|do) [\w -]{2,40}|inviato (?:da|dal) [\w -]{2,40}"
    r"|verstuurd vanaf [\w -]{2,40}|wysłane z [\w -]{2,40}"
    r"|gửi từ [\w -]{2,40}|发自我的\s?[\w -]{2,20})[.!]?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:with )?(?:kind|best|warm|many|all the)?\s*(?:regards|wishes|best)"
    r"|best|cheers|sincerely|yours(?: sincerely| faithfully| truly)?"
    r"|thanks|many thanks|thank you|thanks again"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|viele[nr]?|liebe[nr]?|schöne[nr]?)"
    r" (?:grüße[n]?|gruss|gruß|gruessen?|grüsse[n]?|dank)|mfg|lg|vg"
    r"|(?:bien )?cordialement|bien à (?:vous|toi)|sincères salutations|salutations"
    r"|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo"
    r"|cordiali saluti|distinti saluti|met vriendelijke groet(?:en)?|groeten|pozdrawiam"
    r"|z poważaniem|atenciosamente|med vänliga hälsningar|mvh|med venlig hilsen"
    r"|trân trọng|thân ái|kính thư)\s*[,.!]*$",
    re.IGNORECASE,
)
# A line of a signature asks nothing and is no sentence ("Sp. z o.o." and "Inc." are none).
_SPEAKS = re.compile(r"[?\uff1f\u061f!](?:\s|$)|(?:\S+\s+){4,}[^\W\d_]{4,}[.:,]$|.{121}")
_AFTERTHOUGHT = re.compile(r"^\s*p\.?\s?s\.?[\s:.,-]", re.IGNORECASE)
_ADDRESS_IN_TEXT = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_QUESTION = re.compile("[?\uff1f\u061f\u037e]")


def own_words(text: str) -> str:
    """Give only what the writer wrote: no quoted mail, no forwarded mail, no signature."""
    lines = text[:LONGEST_WORDS].replace("\u00a0", " ").split("\n")
    spoken: list[str] = []
    for part in _own_parts(lines):
        spoken.append(_without_signature(part, spoken_before=any(spoken)))
    return _BLANKS.sub("\n\n", "\n\n".join(part for part in spoken if part)).strip()


def unquoted(text: str) -> str:
    """Give what the writer sent of their own, signature included: it tells where they work."""
    lines = text[:LONGEST_WORDS].replace("\u00a0", " ").split("\n")
    return _BLANKS.sub("\n\n", "\n".join("\n".join(part) for part in _own_parts(lines))).strip()


def asks_something(words: str) -> bool:
    """Say whether these words hold a question mark (Latin, full-width, Arabic, Greek)."""
    return _QUESTION.search(_ADDRESS_IN_TEXT.sub(" ", words)) is not None


def _own_parts(lines: list[str]) -> list[list[str]]:
    """Cut a mail where quotations stand; what lies between is the writer's own."""
    parts: list[list[str]] = [[]]
    at = 0
    while at < len(lines):
        line = lines[at]
        # Marks first: a ruled title inside a quotation ends nothing of the writer's own.
        if is_quoted(line):
            parts.append([])
            at += 1
            continue
        if forwards_from_here(line) or begins_quote(lines, at):
            break
        if intro := quote_intro_length(lines, at):
            after = _next_written(lines, at + intro)
            if after is None or not is_quoted(lines[after]):
                break
            at += intro
            continue
        parts[-1].append(line)
        at += 1
    return [part for part in parts if any(line.strip() for line in part)]


def _next_written(lines: list[str], at: int) -> int | None:
    return next((n for n in range(at, len(lines)) if lines[n].strip()), None)


def _without_signature(part: list[str], *, spoken_before: bool) -> str:
    kept: list[str] = []
    for at, line in enumerate(part):
        stripped = line.strip()
        if not (spoken_before or any(kept)) and _CLOSING.match(stripped):
            # "Thank you." alone is what they said, not how they took leave.
            kept.append(stripped)
            continue
        if _DELIMITER.match(line) or (
            len(stripped) < 60 and _CLOSING.match(stripped) and _ends_soon(part[at + 1 :])
        ):
            kept.extend(_afterthought(part[at + 1 :]))
            break
        if not (len(stripped) < 70 and _SENT_FROM.match(stripped)):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _ends_soon(rest: list[str]) -> bool:
    """A greeting closes a mail when only a few short lines, or an afterthought, follow."""
    written = [line.strip() for line in rest if line.strip()]
    for at, line in enumerate(written):
        if _AFTERTHOUGHT.match(line) or _DELIMITER.match(line):
            return at <= 10
    return len(written) <= 10 and not any(_SPEAKS.search(line) for line in written)


def _afterthought(rest: list[str]) -> list[str]:
    for at, line in enumerate(rest):
        if _AFTERTHOUGHT.match(line):
            return ["", *(line.rstrip() for line in rest[at:])]
    return []
