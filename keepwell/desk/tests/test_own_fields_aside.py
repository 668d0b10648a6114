"""Fields of the firm's own elsewhere: changes of many, files, programs."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.desk.commands.write_party import write_parties_down
from keepwell.desk.jobs import run_bulk_change, undo_bulk_change
from keepwell.desk.models import BulkChange
from keepwell.desk.tests.test_own_fields import book, fields, own  # noqa: F401
from keepwell.exchange.parties_out import write_parties
from keepwell.fields.commands.write import set_own_values
from keepwell.fields.models import OwnValue
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.rules import SCOPES
from keepwell.journal.models import Entry
from keepwell.parties.commands.add_many import NewParty
from keepwell.parties.models import Party
from keepwell.walls.models import Wall


@pytest.fixture
def bulk(client, petra):
    """Do something to many, to its end; and undo it."""
    client.force_login(petra)

    def do(**sent):
        answer = client.post(reverse("desk:bulk_new"), sent)
        if answer.status_code != 302:
            return answer
        change = BulkChange.objects.latest("begun_at")
        run_bulk_change(str(change.pk))
        return change

    return do


def undo(client, change):
    client.post(reverse("desk:bulk_undo", args=[change.pk]))
    undo_bulk_change(str(change.pk))


def test_many_are_given_a_value_and_it_is_undone(book, bulk, client, petra):  # noqa: F811
    before = [own(one, petra) for one in book.values()]
    ids = [one.pk for one in book.values()]
    change = bulk(do="own_tier", value="tin", party=ids)
    assert [own(one, petra)["own_tier"] for one in book.values()] == ["tin"] * 3
    assert "Tier: Tin" in client.get(reverse("desk:bulks")).content.decode()
    undo(client, change)
    assert [own(one, petra) for one in book.values()] == before


def test_what_somebody_changed_since_is_left_so(book, bulk, client, petra, now):  # noqa: F811
    change = bulk(do="own_score", value="1", party=[book["ada"].pk, book["ben"].pk])
    set_own_values(book["ada"], {"own_score": "2"}, at=now, by=petra)
    undo(client, change)
    assert own(book["ada"], petra)["own_score"] == "2"
    assert own(book["ben"], petra)["own_score"] == "-3"


def test_many_are_tagged_and_untagged_and_keep_their_other_tags(book, bulk, client, petra):  # noqa: F811
    change = bulk(do="tag", tags=["partner"], all="1", state="view=all&f=tags:is:vip")
    assert own(book["ben"], petra)["tags"] == ["vip", "partner"]
    assert "tags" not in own(book["cleo"], petra)
    assert change.rows.exclude(refused="").count() == 1  # Ada had it already
    undo(client, change)
    assert own(book["ben"], petra)["tags"] == ["vip"]
    bulk(do="untag", tags=["vip"], party=[book["ada"].pk])
    assert own(book["ada"], petra)["tags"] == ["partner"]


def test_a_value_nobody_can_mean_is_refused_before_many_are_asked(book, bulk):  # noqa: F811
    answer = bulk(do="own_score", value="lots", party=[book["ada"].pk])
    assert answer.status_code == 422 and "no number" in answer.content.decode()
    answer = bulk(do="own_found_by", value="Nobody known", party=[book["ada"].pk])
    assert answer.status_code == 422 and not BulkChange.objects.exists()


def test_many_are_found_by_the_same(book, bulk, petra):  # noqa: F811
    bulk(do="own_found_by", value="Ada", party=[book["ben"].pk, book["ada"].pk])
    assert own(book["ben"], petra)["own_found_by"] == str(book["ada"].pk)


def test_a_file_of_the_list_holds_the_fields(book, petra, now):  # noqa: F811
    file = io.BytesIO()
    write_parties(file, teammate=petra, at=now)
    rows = {
        r["name"]: r for r in csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    }
    ada = rows["Ada"]
    assert (ada["own_fee"], ada["own_tier"], ada["tags"]) == (
        "1250.00",
        "Silver",
        "VIP; Partner",
    )
    assert (ada["own_found_by"], ada["own_newsletter"]) == ("Ben", "yes")
    assert rows["Cleo"]["own_fee"] == "" == rows["Cleo"]["tags"]


@pytest.fixture
def ask(petra, now):
    """A program of Petra's, which may do everything."""
    ends = now + timedelta(days=300)
    secret = make_token(petra, name="all", scopes=SCOPES, expires_at=ends, at=now).secret

    def asked(method, path, body=None, **headers):
        answer = getattr(
            Client(headers={"Authorization": f"Bearer {secret}", **headers}), method
        )(
            f"/api/v1{path}",
            **(
                {}
                if body is None
                else {"data": json.dumps(body), "content_type": "application/json"}
            ),
        )
        return answer, json.loads(answer.content)

    return asked


def test_a_program_reads_and_writes_values(book, ask):  # noqa: F811
    here = f"/parties/{book['ada'].pk}"
    answer, told = ask("get", here)
    assert told["tags"] == ["vip", "partner"]
    assert told["fields"]["own_fee"] == {"minor": 125000, "currency": "EUR"}
    assert told["fields"]["own_score"] == 7.5 and told["fields"]["own_newsletter"] is True
    sent = {"tags": ["VIP"], "industry": "Rope",
            "fields": {**told["fields"], "own_tier": None, "own_score": 8}}  # fmt: skip
    answer, told = ask("patch", here, sent, **{"If-Match": answer["ETag"]})
    assert answer.status_code == 200, told
    assert told["tags"] == ["vip"] and told["industry"] == "Rope"
    assert "own_tier" not in told["fields"] and told["fields"]["own_score"] == 8
    answer, told = ask(
        "patch", here, {"fields": {"own_score": "x"}}, **{"If-Match": answer["ETag"]}
    )
    assert answer.status_code == 422 and "no number" in told["detail"]


def test_a_program_filters_and_sorts_as_the_page_does(book, ask):  # noqa: F811
    _answer, told = ask("get", "/parties?filter=own_score:filled&sort=own_score")
    assert [row["name"] for row in told["items"]] == ["Ben", "Ada"]
    assert told["items"][0]["fields"]["own_tier"] == "gold"
    answer, _told = ask("get", "/parties?sort=own_nothing")
    assert answer.status_code == 422


def test_a_program_defines_fields_and_fills_them(ask, petra):
    answer, told = ask(
        "post", "/fields", {"label": "Class", "sort": "choice", "choices": ["A", "B"]}
    )
    assert answer.status_code == 201 and told["name"] == "own_class"
    _answer, told = ask(
        "patch", "/fields/own_class/choices/a", {"label": "First", "colour": "sea"}
    )
    assert told["choices"][0] == {
        "key": "a",
        "label": "First",
        "colour": "sea",
        "retired": False,
    }
    assert ask("post", "/fields/tags/choices", {"labels": ["Press"]})[0].status_code == 201
    body = {
        "nature": "person",
        "name": "Ada",
        "fields": {"own_class": "First"},
        "tags": ["press"],
    }
    answer, told = ask("post", "/parties", body)
    assert answer.status_code == 201, told
    assert told["fields"] == {"own_class": "a"} and told["tags"] == ["press"]
    assert ask("post", "/fields/own_class/retire")[1]["retired"] is True
    assert ask("get", f"/parties/{told['id']}")[1]["fields"] == {}
    assert ask("get", "/fields/own_nothing")[0].status_code == 404


def person(name, **more):
    return {"nature": "person", "name": name, **more}


def test_many_are_written_down_with_their_fields_and_tags(book, ask, petra):  # noqa: F811
    found_by = str(book["ada"].pk)
    sent = [
        person("Dora", tags=["VIP"], fields={"own_tier": "gold", "own_found_by": found_by}),
        person("Emil", fields={"own_score": "x"}),
        person("Fay", fields={"own_fee": {"minor": 100, "currency": "EUR"}}),
        person("Gus", fields={"own_found_by": str(petra.pk)}),
        person("Hal", fields={"own_nothing": "1"}),
        person("Ida", tags=None, fields={"own_tier": None}),
        person("Jan", tags=["nobody's"]),
    ]
    answer, told = ask("post", "/parties/bulk", {"parties": sent})
    assert answer.status_code == 422 and told["errors"][0]["field"] == "body.parties.1"
    assert not Party.objects.filter(name="Dora").exists()
    _answer, told = ask("post", "/parties/bulk", {"parties": sent, "whole": False})
    assert [one["done"] for one in told["results"]] == [True, *[False] * 4, True, False]
    because = [one["because"] for one in told["results"]]
    assert "no number" in because[1] and "only for organisations" in because[2]
    assert "names nobody" in because[3] and "There is no field" in because[4]
    dora = Party.objects.get(name="Dora")
    assert own(dora, petra) == {
        "own_tier": "gold", "own_found_by": found_by, "tags": ["vip"],
    }  # fmt: skip
    line = Entry.objects.get(party_id=dora.pk, verb="changed")
    assert line.facts["own_tier"] == ["", "Gold"]


def test_many_name_nobody_behind_a_wall(book, ask, petra, now):  # noqa: F811
    Wall.objects.create(party=book["ada"], teammate=petra, reason="x", raised_at=now)
    one = person("Dora", fields={"own_found_by": str(book["ada"].pk)})
    answer, told = ask("post", "/parties/bulk", {"parties": [one]})
    assert answer.status_code == 422 and "names nobody" in told["detail"]


def test_many_cost_the_same_with_their_fields(book, petra, now, django_assert_max_num_queries):  # noqa: F811
    found_by = {"own_found_by": str(book["ada"].pk), "own_score": 1, "tags": ["vip"]}
    drafts = [(NewParty("person", f"Person {n}"), found_by) for n in range(40)]
    with django_assert_max_num_queries(40):
        write_parties_down(drafts, whole=True, at=now, by=petra)
    assert OwnValue.objects.filter(other=book["ada"]).count() == 40
