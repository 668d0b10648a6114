"""A mail that no person wrote is recognised, with the reason; a person's never is."""

import pytest

from keepwell.exchange.readers.mail_nature import Nature, judge_nature

PLAIN = "text/plain"


@pytest.mark.parametrize(
    ("headers", "subject", "sender", "kind", "nature"),
    [
        ({}, "Annual accounts", "amara@h.example", PLAIN, Nature.HUMAN),
        ({}, "Re: Automatic reply: away", "amara@h.example", PLAIN, Nature.HUMAN),
        ({}, "Out of office days in May", "amara@h.example", PLAIN, Nature.HUMAN),
        ({"auto-submitted": "no"}, "Figures", "amara@h.example", PLAIN, Nature.HUMAN),
        ({"x-auto-response-suppress": "OOF"}, "Figures", "a@h.example", PLAIN, Nature.HUMAN),
        (
            {"return-path": "<amara@h.example>"},
            "Figures",
            "amara@h.example",
            PLAIN,
            Nature.HUMAN,
        ),
        ({"list-id": "<x.h.example>"}, "News", "a@h.example", PLAIN, Nature.NEWSLETTER),
        ({"list-unsubscribe": "<x>"}, "News", "a@h.example", PLAIN, Nature.NEWSLETTER),
        ({"precedence": "Bulk"}, "News", "a@h.example", PLAIN, Nature.NEWSLETTER),
        ({"auto-submitted": "auto-replied"}, "x", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({"x-autoreply": "yes"}, "x", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({"precedence": "auto_reply"}, "x", "a@h.example", PLAIN, Nature.AUTOMATIC),
        (
            {"x-auto-response-suppress": "All"},
            "Abwesend bis Montag",
            "a@h.example",
            PLAIN,
            Nature.AUTOMATIC,
        ),
        ({}, "Abwesenheitsnotiz: Zahlen", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({}, "Réponse automatique : Chiffres", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({}, "Respuesta automática: Cifras", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({}, "Trả lời tự động: Số liệu", "a@h.example", PLAIN, Nature.AUTOMATIC),
        ({}, "自动回复: 数据", "a@h.example", PLAIN, Nature.AUTOMATIC),
        (
            {},
            "x",
            "a@h.example",
            "multipart/report; report-type=delivery-status",
            Nature.BOUNCE,
        ),
        ({}, "Undelivered Mail Returned", "mailer-daemon@h.example", PLAIN, Nature.BOUNCE),
        ({"return-path": "<>"}, "Unzustellbar: Zahlen", "a@h.example", PLAIN, Nature.BOUNCE),
        (
            {"return-path": "<>", "auto-submitted": "auto-replied"},
            "x",
            "a@h.example",
            PLAIN,
            Nature.AUTOMATIC,
        ),
        (
            {"auto-submitted": "auto-generated"},
            "Your order 7",
            "shop@h.example",
            PLAIN,
            Nature.MACHINE,
        ),
        ({}, "Your order 7", "shop@h.example", PLAIN, Nature.MACHINE),
        ({}, "Welcome", "no-reply@h.example", PLAIN, Nature.MACHINE),
    ],
)
def test_nature(
    headers: dict[str, str], subject: str, sender: str, kind: str, nature: Nature
) -> None:
    judged, because = judge_nature(headers, subject, sender, kind)
    assert judged is nature
    assert because.endswith(".")
