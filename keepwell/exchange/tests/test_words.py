"""What readers of files said is shown in the language of who reads it."""

from django.utils.translation import override

from keepwell.exchange.words import told

KEPT = "The quantity is “zwei”, which is no number. Correct it and drop it again."


def test_a_kept_reason_is_told_in_german_with_its_facts():
    with override("de"):
        assert told(KEPT) == (
            "Die Menge ist „zwei“; das ist keine Zahl. "
            "Berichtigen Sie das und legen Sie die Datei noch einmal ab."
        )


def test_in_english_it_stays_as_it_was_said():
    with override("en"):
        assert told(KEPT) == KEPT


def test_what_is_not_known_stays_rather_than_being_lost():
    with override("de"):
        assert told("Its moon is in the wrong house.") == "Its moon is in the wrong house."
        assert told("") == ""
