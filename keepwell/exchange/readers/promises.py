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
        r"\b(?:i|we)(?:['\u2019]ll| will| shall|['\u2019]m going to| am going to|['\u2019]re going to| are going to"
        r"| promise to)\s+(?:also |then |gladly |certainly |of course |make sure to |try to )?"
        r"(?P<does>send|get|give|share|e-?mail|mail|forward|provide|deliver|prepare|draft|submit|return"
        r"|reply|answer|respond|revert|come back|get back|be back|call|ring|let you (?:know|have)"
        r"|have|finish|complete|update|review|check|confirm|upload|do)\b",
        r"\b(?:by|before|until|till|no later than|not later than|on|within|at the latest)\b",
    ),
    "de": (
        r"\b(?P<does>(?:schicke|sende|maile|liefere|\u00fcbersende|\u00fcbermittle|melde|antworte|reiche|erstelle|pr\u00fcfe"
        r"|kl\u00e4re|gebe|lasse|leite|stelle)n?\s+(?:ich|wir)|(?:ich|wir)\s+(?:schicke|sende|maile|liefere|\u00fcbersende"
        r"|\u00fcbermittle|melde|antworte|reiche|erstelle|pr\u00fcfe|kl\u00e4re|gebe|lasse|leite|stelle|werde)n?"
        r"|(?:werde|werden)\s+(?:ich|wir))\b",
        r"\b(?:bis|vor|am|sp\u00e4testens|noch)\b",
    ),
    "fr": (
        r"\b(?:je|j['\u2019]|nous)\s*(?:vous |te |t['\u2019]|vous l['\u2019]|le |la |les )*"
        r"(?P<does>envoie|enverrai|envoyons|enverrons|transmets|transmettrai|transmettons|transmettrons"
        r"|adresse|adresserai|adresserons|ferai parvenir|ferons parvenir|fais parvenir|retourne|retournerai"
        r"|reviens|reviendrai|reviendrons|r\u00e9pondrai|r\u00e9pondrons|fournirai|livrerai|communiquerai|donnerai"
        r"|vais (?:vous |te )?(?:envoyer|transmettre|adresser|r\u00e9pondre))\b",
        r"d['\u2019]ici|\b(?:avant|pour|au plus tard|jusqu['\u2019]|dans|le|demain)\b",
    ),
    "es": (
        r"\b(?:(?:yo|nosotros)\s+)?(?:(?:le|les|te|os|se lo|se la|lo|la)\s+)?"
        r"(?P<does>enviar\u00e9|enviaremos|env\u00edo|enviamos|mandar\u00e9|mandaremos|mando|remitir\u00e9|remitiremos|har\u00e9 llegar"
        r"|haremos llegar|entregar\u00e9|entregaremos|responder\u00e9|responderemos|dar\u00e9|pasar\u00e9|pasaremos"
        r"|voy a (?:enviar|mandar|pasar)(?:le|les|te|os)?|vamos a (?:enviar|mandar)(?:le|les|te|os)?)\b",
        r"\b(?:antes de(?:l)?|para el|para|a m\u00e1s tardar|hasta el|el|ma\u00f1ana)\b",
    ),
    "vi": (
        r"(?:t\u00f4i|em|anh|ch\u1ecb|m\u00ecnh|ch\u00fang t\u00f4i|ch\u00fang em)\s+s\u1ebd\s+"
        r"(?P<does>g\u1eedi|chuy\u1ec3n|g\u1edfi|tr\u1ea3 l\u1eddi|ph\u1ea3n h\u1ed3i|ho\u00e0n th\u00e0nh|b\u00e0n giao|cung c\u1ea5p|g\u1ecdi|b\u00e1o)",
        r"tr\u01b0\u1edbc|v\u00e0o|ch\u1eadm nh\u1ea5t|mu\u1ed9n nh\u1ea5t|\u0111\u1ebfn|trong|ng\u00e0y mai|h\u00f4m nay",
    ),
}  # fmt: skip
_WILL = {key: re.compile(will, re.IGNORECASE) for key, (will, _) in _SPOKEN.items()}
_BY = {key: re.compile(by, re.IGNORECASE) for key, (_, by) in _SPOKEN.items()}
_DEADLINE = re.compile(
    r"^\W*(?:by|before|until|no later than|bis|sp\u00e4testens|vor|d['\u2019]ici|avant|au plus tard|antes de|para el"
    r"|a m\u00e1s tardar|tr\u01b0\u1edbc|ch\u1eadm nh\u1ea5t|tomorrow|morgen|demain|ma\u00f1ana|ng\u00e0y mai)\b", re.IGNORECASE,
)  # fmt: skip
_NOT = re.compile(r"\b(?:not|n['\u2019]t|never|nicht|kein\w*|ne|pas|no (?:le|les|te)|kh\u00f4ng|ch\u01b0a)\b|won['\u2019]t",
                  re.IGNORECASE)  # fmt: skip
_BUT_NOT = re.compile(r"(?:no|not) later than|nicht sp\u00e4ter als", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?;\uff1f\u3002\uff01])\s+|\n\s*\n|\n(?=\s*[-*\u2022])")
# "Dr.", "Nr.", "bis zum 3." do not end a sentence.
_UNFINISHED = re.compile(r"(?:\b(?:dr|mr|mrs|ms|nr|no|st|ca|bzw|z\.b|e\.g|i\.e|etc|mme|sr|sra|tp)|(?<!\d)\d{1,2})\.$",
                         re.IGNORECASE)  # fmt: skip
_KEPT = re.compile(
    r"\bas (?:i |we )?(?:had )?promised\b|\bpromised (?:earlier|yesterday|last week|on the phone)\b"
    r"|\b(?:here (?:is|are)|attached (?:is|are|you (?:will )?find))\b[^.!?\n]{0,80}\b(?:i|we) promised\b"
    r"|\bwie (?:ich |wir )?(?:gestern |telefonisch )?(?:versprochen|zugesagt)\b|\bdie versprochene[nrms]?\b"
    r"|\bcomme (?:je (?:vous )?l['\u2019]avais )?promis\b|\bcomme (?:pr\u00e9vu et )?promis\b|\bchose promise"
    r"|\b(?:como|tal como|seg\u00fan) (?:le |les |te )?(?:hab\u00eda |lo )?promet\w+|\bcomo promet\u00ed"
    r"|nh\u01b0 (?:t\u00f4i |em |ch\u00fang t\u00f4i )?\u0111\u00e3 h\u1ee9a|\bcome promesso|\bzoals beloofd|\bconforme prometido"
    r"|\bzgodnie z obietnic\u0105",
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
        r"^\s*(?:it )?(?:to )?(?:you|ihnen|dir|euch|vous|anh/ch\u1ecb|anh|ch\u1ecb|b\u1ea1n|qu\u00fd v\u1ecb|cho \S+)\b(?: all)?\s*",
        "", words, flags=re.IGNORECASE,
    )  # fmt: skip
    return text.strip(" ,;:.-")[:200]
