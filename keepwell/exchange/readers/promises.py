"""What a writer promised to send and by when, and whether they say that they kept it."""

import re
from datetime import date
from typing import NamedTuple

from keepwell.exchange.readers.promise_days import day_meant

LONGEST_WORDS = 100_000
MOST_PROMISES = 20


class Promise(NamedTuple):
    """Something promised: what, the day it is due, and the sentence that says so."""

    what: str
    due_on: date
    sentence: str


# Each language: who will do it (named `does`), and the words before the day.
_SPOKEN = {
    "en": (
        r"\b(?:i|we)(?:['\u2019]ll| will| shall|['\u2019]m going to| am going to"
        r"|['\u2019]re going to| are going to"
        r"| promise to)\s+(?:also |then |gladly |certainly |of course |make sure to |try to )?"
        r"(?P<does>send|get|give|share|e-?mail|mail|forward|provide|deliver|prepare|draft"
        r"|submit|return"
        r"|reply|answer|respond|revert|come back|get back|be back|call|ring|let you (?:know"
        r"|have)"
        r"|have|finish|complete|update|review|check|confirm|upload|do)\b",
        r"\b(?:by|before|until|till|no later than|not later than|on|within|at the latest)\b",
    ),
    "de": (
        r"\b(?P<does>(?:schicke|sende|maile|liefere|übersende|übermittle|melde|antworte"
        r"|reiche|erstelle|prüfe"
        r"|kläre|gebe|lasse|leite|stelle)n?\s+(?:ich|wir)|(?:ich|wir)\s+(?:schicke|sende"
        r"|maile|liefere|übersende"
        r"|übermittle|melde|antworte|reiche|erstelle|prüfe|kläre|gebe|lasse|leite|stelle"
        r"|werde)n?"
        r"|(?:werde|werden)\s+(?:ich|wir))\b",
        r"\b(?:bis|vor|am|spätestens|noch)\b",
    ),
    "fr": (
        r"\b(?:je|j['\u2019]|nous)\s*(?:vous |te |t['\u2019]|vous l['\u2019]|le |la |les )*"
        r"(?P<does>envoie|enverrai|envoyons|enverrons|transmets|transmettrai|transmettons"
        r"|transmettrons"
        r"|adresse|adresserai|adresserons|ferai parvenir|ferons parvenir|fais parvenir"
        r"|retourne|retournerai"
        r"|reviens|reviendrai|reviendrons|répondrai|répondrons|fournirai|livrerai"
        r"|communiquerai|donnerai"
        r"|vais (?:vous |te )?(?:envoyer|transmettre|adresser|répondre))\b",
        r"d['\u2019]ici|\b(?:avant|pour|au plus tard|jusqu['\u2019]|dans|le|demain)\b",
    ),
    "es": (
        r"\b(?:(?:yo|nosotros)\s+)?(?:(?:le|les|te|os|se lo|se la|lo|la)\s+)?"
        r"(?P<does>enviaré|enviaremos|envío|enviamos|mandaré|mandaremos|mando|remitiré"
        r"|remitiremos|haré llegar"
        r"|haremos llegar|entregaré|entregaremos|responderé|responderemos|daré|pasaré|pasaremos"
        r"|voy a (?:enviar|mandar|pasar)(?:le|les|te|os)?|vamos a (?:enviar|mandar)(?:le"
        r"|les|te|os)?)\b",
        r"\b(?:antes de(?:l)?|para el|para|a más tardar|hasta el|el|mañana)\b",
    ),
    "vi": (
        r"(?:tôi|em|anh|chị|mình|chúng tôi|chúng em)\s+sẽ\s+"
        r"(?P<does>gửi|chuyển|gởi|trả lời|phản hồi|hoàn thành|bàn giao|cung cấp|gọi|báo)",
        r"trước|vào|chậm nhất|muộn nhất|đến|trong|ngày mai|hôm nay",
    ),
}
_WILL = {key: re.compile(will, re.IGNORECASE) for key, (will, _) in _SPOKEN.items()}
_BY = {key: re.compile(by, re.IGNORECASE) for key, (_, by) in _SPOKEN.items()}
_DEADLINE = re.compile(
    r"^\W*(?:by|before|until|no later than|bis|spätestens|vor|d['\u2019]ici|avant"
    r"|au plus tard|antes de|para el"
    r"|a más tardar|trước|chậm nhất|tomorrow|morgen|demain|mañana|ngày mai)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|n['\u2019]t|never|nicht|kein\w*|ne|pas|no (?:le|les|te)|không|chưa)\b"
    r"|won['\u2019]t",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(r"(?:no|not) later than|nicht später als", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?;\uff1f\u3002\uff01])\s+|\n\s*\n|\n(?=\s*[-*\u2022])")
# "Dr.", "Nr.", "bis zum 3." do not end a sentence.
_UNFINISHED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|nr|no|st|ca|bzw|z\.b|e\.g|i\.e|etc|mme|sr|sra|tp)"
    r"|(?<!\d)\d{1,2})\.$",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\bas (?:i |we )?(?:had )?promised\b|\bpromised (?:earlier|yesterday|last week"
    r"|on the phone)\b"
    r"|\b(?:here (?:is|are)|attached (?:is|are|you (?:will )?find))\b[^.!?\n]{0,80}\b(?:i"
    r"|we) promised\b"
    r"|\bwie (?:ich |wir )?(?:gestern |telefonisch )?(?:versprochen|zugesagt)\b"
    r"|\bdie versprochene[nrms]?\b"
    r"|\bcomme (?:je (?:vous )?l['\u2019]avais )?promis\b|\bcomme (?:prévu et )?promis\b"
    r"|\bchose promise"
    r"|\b(?:como|tal como|según) (?:le |les |te )?(?:había |lo )?promet\w+|\bcomo prometí"
    r"|như (?:tôi |em |chúng tôi )?đã hứa|\bcome promesso|\bzoals beloofd|\bconforme prometido"
    r"|\bzgodnie z obietnicą",
    re.IGNORECASE,
)


def find_promises(
    own_words: str, *, sent_on: date, language_hint: str | None = None
) -> tuple[Promise, ...]:
    """Find sentences in which the writer says that they will do something by a day.

    English, German, French, Spanish and Vietnamese; `language_hint` (such as "de" or "en-US")
    is tried first, and "en-US" reads 7/3 as the third of July.
    """
    hint = (language_hint or "").lower()
    order = sorted(_WILL, key=lambda key: not hint.startswith(key))
    found: list[Promise] = []
    for sentence in _sentences(own_words[:LONGEST_WORDS]):
        for language in order:
            promise = _promise(sentence, language, sent_on, month_first=hint == "en-us")
            if promise is not None:
                found.append(promise)
                break
        if len(found) >= MOST_PROMISES:
            break
    return tuple(found)


def keeps_promise(own_words: str) -> bool:
    """Say whether the writer claims to keep a promise ("As promised, here is …")."""
    return _KEPT.search(own_words[:LONGEST_WORDS]) is not None


def _sentences(words: str) -> list[str]:
    sentences: list[str] = []
    for piece in _SENTENCES.split(words):
        text = " ".join(piece.split())
        if sentences and _UNFINISHED.search(sentences[-1]) and len(sentences[-1]) < 1000:
            sentences[-1] = f"{sentences[-1]} {text}"
        elif text:
            sentences.append(text)
    return sentences


def _promise(
    sentence: str, language: str, sent_on: date, *, month_first: bool
) -> Promise | None:
    if len(sentence) > 1500 or sentence.endswith(("?", "\uff1f")):
        return None
    will = _WILL[language].search(sentence)
    if not will:
        return None
    after = sentence[will.end() :]
    if _NOT.search(_BUT_NOT.sub("", sentence[will.start() : will.end() + 25])):
        return None
    due, said = _due(after, language, sent_on, month_first)
    if due is None and _DEADLINE.match(sentence):
        # "By Friday I will send you …": the day may stand first, with its own "by".
        due, said = (
            day_meant(sentence[: will.start()], sent_on, month_first=month_first),
            len(after),
        )
    if due is None or due < sent_on:
        return None
    return Promise(_what(after[:said]), due, sentence)


def _due(
    words: str, language: str, sent_on: date, month_first: bool
) -> tuple[date | None, int]:
    """Give the day after the first "by" that names one, and where that "by" stands."""
    for by in _BY[language].finditer(words):
        near = words[by.start() : by.end() + 60]
        day = day_meant(near, sent_on, month_first=month_first)
        if day is not None:
            return day, by.start()
    day = day_meant(words[:80], sent_on, month_first=month_first)
    return (day, len(words)) if day is not None else (None, len(words))


def _what(words: str) -> str:
    text = re.sub(
        r"^\s*(?:it )?(?:to )?(?:you|ihnen|dir|euch|vous|anh/chị|anh|chị|bạn|quý vị"
        r"|cho \S+)\b(?: all)?\s*",
        "",
        words,
        flags=re.IGNORECASE,
    )
    return text.strip(" ,;:.-")[:200]
