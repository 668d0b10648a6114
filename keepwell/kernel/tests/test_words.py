"""A sentence that is kept is read in the language of who reads it; nothing else is touched."""

import pytest
from django.utils.translation import override

from keepwell.kernel.words import (
    LONGEST_KEPT,
    Sentence,
    keep,
    keep_all,
    told,
    told_in_english,
)

ENDED = Sentence("The last agreement ended on %(day)s.", {"day": "2026-03-31"})
CALLED = Sentence("They are still called a customer.")


def test_a_kept_sentence_is_told_with_its_facts_as_the_reader_writes_them():
    kept = keep_all([ENDED, CALLED])
    with override("de"):
        assert told(kept) == (
            "Die letzte Vereinbarung endete am 31. März 2026. Sie heißen noch Kunde."
        )
    with override("en"):
        assert told(kept) == (
            "The last agreement ended on 31 Mar 2026. They are still called a customer."
        )


def test_what_programs_read_is_the_same_for_everybody():
    with override("de"):
        assert told_in_english(keep("It is here already.")) == "It is here already."


def test_a_large_number_stands_in_groups_as_the_reader_writes_them():
    kept = keep("This mail has more than %(most)s headers, which no person sends.", most=10_000)
    with override("de"):
        assert "10.000" in told(kept)
    with override("en"):
        assert "10,000" in told(kept)


@pytest.mark.parametrize(
    "written",
    [
        "Chidi's sister runs it",
        '[["%(n)99999999999s", {"n": "x"}]]',
        '[["open',
        "[[1, 2, 3]]",
        "100 % sure",
    ],
)
def test_text_that_is_no_sentence_of_ours_is_shown_as_it_is(written):
    with override("de"):
        assert told(written) == written


def test_what_a_sentence_quotes_is_cut_so_that_it_fits():
    kept = keep("Its owner %(owner)s is in no list of teammates.", owner='\\"' * 5_000)
    assert len(kept) <= LONGEST_KEPT
    assert told(kept).startswith('Its owner \\"') and told(kept).endswith(
        "… is in no list of teammates."
    )
