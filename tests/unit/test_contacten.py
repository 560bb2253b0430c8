"""Contactmanagement: who to speak to, what was said, and what this reader may see of it (domain reference §8)."""

from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.bladzijden import Bladvraag, encode_cursor
from klantbeeld.domain.contacten import (
    Contactmanagement,
    Contactparameters,
    Contactregel,
    Notitiebron,
    Onderwerptelling,
    ask_contactmanagement,
    assemble_contactmanagement,
)
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.sleutels import Niveau
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from tests.bouwers_domein import (
    ALLES,
    KVK,
    make_contact,
    make_contactpersoon,
    make_kader,
    make_lijst,
    make_machtiging,
    make_notitie,
)

NIET_GELEVERD, GEEN_TOEGANG = Ontbreekreden.NIET_GELEVERD, Ontbreekreden.GEEN_TOEGANG


def view(*records: Record[Any], kader: Kader | None = None, first: int = 20) -> Contactmanagement:
    soorten = {"contactpersonen": "contactpersoon", "machtigingen": "machtiging", "contacten": "contact", "notities": "notitie"}
    antwoorden: dict[str, Any] = {
        naam: make_lijst(*(record for record in records if record.id.split(":")[1] == soort)) for naam, soort in soorten.items()
    }
    antwoorden |= {"onderwerpen": (Telling("WGA", None, "2023", 2, 0),), "vorige_onderwerpen": ()}
    return assemble_contactmanagement(antwoorden, kader or make_kader(), Contactparameters(Bladvraag(first)))


def show(record: Record[Any], kader: Kader | None = None) -> Contactregel:
    (edge,) = view(record, kader=kader).contacten.edges
    return edge.node


def without(*klassen: Klasse) -> Kader:
    return make_kader(klassen=ALLES - set(klassen))


def test_a_contact_is_shown_with_its_fields() -> None:
    regel = show(make_contact(behandelaar="M. Bakker", code="ADB", onderwerp="WGA", omschrijving="Vraag", vertrouwelijk=None))
    assert (regel.kanaal, regel.status, regel.behandelaar, regel.onderwerp) == ("Telefoon", "open", "M. Bakker", "WGA")
    assert (regel.code, regel.omschrijving, regel.niveau, regel.ontbrekend) == ("ADB", "Vraag", Niveau.LH, ())


def test_an_address_as_subject_is_folded_in_the_list_too() -> None:
    assert show(make_contact(onderwerp="WVW-123456789@uwv.nl")).onderwerp == "WVW"


@pytest.mark.parametrize("anders", [{}, {"onderwerp": None}, {"onderwerp": ""}, {"onderwerp": "  "}])
def test_a_contact_without_a_subject_is_shown_as_unknown_and_is_not_missing_anything(anders: dict[str, Any]) -> None:
    regel = show(make_contact(**anders))
    assert regel.onderwerp == "onbekend"
    assert "onderwerp" not in {deel.veld for deel in regel.ontbrekend}


def test_a_contact_tells_what_is_empty_from_what_was_not_delivered() -> None:
    assert show(make_contact(code=None)).ontbrekend == (
        OntbrekendVeld("behandelaar", NIET_GELEVERD),
        OntbrekendVeld("code", Ontbreekreden.LEEG_BIJ_BRON),
        OntbrekendVeld("omschrijving", NIET_GELEVERD),
    )


@pytest.mark.parametrize(
    ("bij", "niveau"),
    [((KVK,), Niveau.KVK), (("flsn:1", "aansluit:123"), Niveau.AANSLUIT), (("lh:999999999L01", KVK), Niveau.KVK)],
)
def test_a_contact_says_at_which_level_it_is_held(bij: tuple[str, ...], niveau: Niveau) -> None:
    assert show(make_contact(bij=bij)).niveau is niveau


def test_free_text_is_withheld_from_who_may_not_see_notities() -> None:
    regel = show(make_contact(omschrijving="Vraag"), without(Klasse.NOTITIES))
    assert regel.omschrijving is None
    assert OntbrekendVeld("omschrijving", GEEN_TOEGANG) in regel.ontbrekend


def test_notes_are_withheld_and_named_for_who_may_not_see_them() -> None:
    groep = assemble_contactmanagement(
        {
            "contactpersonen": make_lijst(),
            "machtigingen": make_lijst(),
            "contacten": make_lijst(),
            "onderwerpen": (),
            "vorige_onderwerpen": (),
        },
        without(Klasse.NOTITIES),
        Contactparameters(),
    )
    assert (groep.notities, groep.ontbrekend) == ((), (OntbrekendVeld("notities", GEEN_TOEGANG),))


def test_a_note_says_from_which_source_it_came() -> None:
    groep = view(make_notitie(auteur=None))
    (notitie,) = groep.notities
    assert (notitie.bron, notitie.datum, notitie.tekst) == ("archie", date(2023, 1, 20), "Belt liever niet.")
    assert notitie.ontbrekend == (OntbrekendVeld("auteur", Ontbreekreden.LEEG_BIJ_BRON),)
    assert groep.ontbrekend == ()


def test_each_source_of_notes_says_whether_it_can_be_read() -> None:
    bronnen = view(kader=make_kader(notitiebronnen={"ARCHIE": True, "WGS": False})).notitiebronnen
    assert bronnen == (Notitiebron("ARCHIE", beschikbaar=True), Notitiebron("WGS", beschikbaar=False))


def test_persons_are_listed_by_side() -> None:
    groep = view(make_contactpersoon("CP1"), make_contactpersoon("CP2", zijde="uwv", naam="F. Bakker"))
    assert [persoon.naam for persoon in groep.contactpersonen] == ["A. Bakker"]
    assert [persoon.naam for persoon in groep.contactpersonen_uwv] == ["F. Bakker"]


def test_telephone_and_email_are_withheld_from_who_may_not_see_them() -> None:
    (persoon,) = view(make_contactpersoon(), kader=without(Klasse.CONTACTGEGEVENS)).contactpersonen
    assert (persoon.naam, persoon.telefoon, persoon.email) == ("A. Bakker", None, None)
    assert persoon.ontbrekend[-2:] == (OntbrekendVeld("telefoon", GEEN_TOEGANG), OntbrekendVeld("email", GEEN_TOEGANG))


def test_telephone_and_email_are_shown_to_who_may_see_them() -> None:
    (persoon,) = view(make_contactpersoon()).contactpersonen
    assert (persoon.telefoon, persoon.email) == ("030", "a@x.nl")


def test_who_may_speak_for_the_employer_is_listed() -> None:
    (gemachtigde,) = view(make_machtiging()).gemachtigden
    assert (gemachtigde.gemachtigde, gemachtigde.soort, gemachtigde.van) == ("Kantoor Vos", "accountant", date(2022, 1, 1))


def test_the_most_discussed_subjects_are_ranked() -> None:
    assert view().meest_besproken == (Onderwerptelling("WGA", 2, 0),)


def test_one_contact_more_than_a_page_tells_that_there_is_a_next_one() -> None:
    bladzijde = view(make_contact("C1"), make_contact("C2"), first=1).contacten
    assert (len(bladzijde.edges), bladzijde.totaal, bladzijde.page_info.has_next_page) == (1, 2, True)


def test_everything_up_to_the_end_of_today_is_read() -> None:
    kader = make_kader()
    cursor = encode_cursor("2023-10-01T00:00:00.000000Z", "k3cr:contact:C1")
    vragen = ask_contactmanagement(kader, Contactparameters(Bladvraag(5, cursor)))
    van, tot = "2023-04-19T22:00:00.000000Z", "2023-10-20T21:59:59.999999Z"
    vorige_van, vorige_tot = "2022-10-19T22:00:00.000000Z", "2023-04-19T21:59:59.999999Z"
    na = ("2023-10-01T00:00:00.000000Z", "k3cr:contact:C1")
    assert vragen == {
        "contactpersonen": Itemsvraag(kader.ring, "contactpersoon", oplopend=True),
        "machtigingen": Itemsvraag(kader.ring, "machtiging", tot="2023-10-20"),
        "contacten": Itemsvraag(kader.ring, "contact", tot=tot, limiet=6, na=na),
        "onderwerpen": Telvraag(kader.ring, "contact", van, tot),
        "vorige_onderwerpen": Telvraag(kader.ring, "contact", vorige_van, vorige_tot),
        "notities": Itemsvraag(kader.ring, "notitie", tot="2023-10-20"),
    }


def test_confidential_contacts_are_counted_for_everybody_and_listed_for_who_may_see_notities() -> None:
    vragen = ask_contactmanagement(without(Klasse.NOTITIES), Contactparameters())
    contacten, onderwerpen = vragen["contacten"], vragen["onderwerpen"]
    assert isinstance(contacten, Itemsvraag)
    assert (contacten.ook_besloten, onderwerpen.ook_besloten) == (False, True)
    assert "notities" not in vragen
