"""Why two may be one is said in the reader's language, whatever it rests on."""

import ast
import inspect

import pytest
from django.utils.translation import override

from keepwell.parties.rules import faces, same_organisations, same_persons, sameness
from keepwell.parties.rules.reasons import REASONS, SAME_ADDRESS, in_one_sentence, in_words


def texts(module):
    """What a module says: its strings of several words, docstrings aside."""
    tree = ast.parse(inspect.getsource(module))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    told = {node.value for node in nodes if isinstance(node.value, str)}
    docs = {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {text for text in told - docs if 0 < text.strip().count(" ") < 12}


@pytest.mark.parametrize("module", [faces, same_organisations, same_persons, sameness])
def test_every_reason_the_rules_give_has_words_in_other_languages(module):
    ours = {*REASONS, SAME_ADDRESS.partition("%")[0]}
    assert texts(module) - ours == set()


def test_reasons_are_told_as_one_sentence():
    reasons = ["same name", in_words("same address ann@oak.example").as_json()]
    with override("en"):
        assert in_one_sentence(reasons) == "Same name, same address ann@oak.example."
    with override("de"):
        assert in_one_sentence(reasons) == "Gleicher Name, gleiche Adresse ann@oak.example."


def test_what_was_kept_before_with_its_facts_in_it_is_told_too():
    with override("de"):
        assert in_one_sentence(["a new family name?"]) == "Ein neuer Familienname?"
        assert in_one_sentence(["same address ann@oak.example"]).startswith("Gleiche Adresse")
    assert in_one_sentence([]) == ""
