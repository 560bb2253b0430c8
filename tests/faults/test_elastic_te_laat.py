"""What comes so late that Elasticsearch forgot the version of what was removed (F17), and what is almost too large (F20)."""

from klantbeeld.domain.items import Uitkomst
from klantbeeld.domain.vragen import Bestaanvraag, Maandvraag
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.protocol import Profielwijziging
from tests.bouwers import make_batch, make_item, make_maand, make_profiel, make_removal
from tests.elasticopstelling import Opstelling

ID = "k3cr:contact:1"


def forget_versions(opstelling: Opstelling) -> None:
    """As after a minute: what Elasticsearch keeps of removed documents is gone."""
    opstelling.client.indices.put_settings(index=f"{opstelling.voorvoegsel}-*", settings={"index.gc_deletes": "0ms"})
    opstelling.client.indices.flush(index=f"{opstelling.voorvoegsel}-*", force=True)
    opstelling.client.indices.refresh(index=f"{opstelling.voorvoegsel}-*")


def keep_versions(opstelling: Opstelling) -> None:
    """For who uses these indexes next."""
    opstelling.client.indices.put_settings(index=f"{opstelling.voorvoegsel}-*", settings={"index.gc_deletes": None})


def test_a_record_does_not_come_back_by_a_late_version(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item("1", versie=1)))
    opstelling.store.apply(make_batch(make_removal("1", versie=3)))
    forget_versions(opstelling)
    laat = opstelling.store.apply(make_batch(make_item("1", versie=2), make_item("1", versie=1)))
    assert [besluit.uitkomst for besluit in laat.besluiten] == [Uitkomst.VERVALLEN, Uitkomst.VERVALLEN]
    assert opstelling.store.read([Bestaanvraag((ID,))]) == [{}]
    keep_versions(opstelling)


def test_month_figures_do_not_come_back_by_a_late_writer(opstelling: Opstelling) -> None:
    eerder = opstelling.store.write_profielen([Profielwijziging("w1", make_profiel(), 0)])["w1"]
    opstelling.store.write_maanden({"w1": (eerder, [make_maand(boetes=1)])})
    opstelling.store.write_profielen([Profielwijziging("w1", None, eerder)])
    forget_versions(opstelling)
    opstelling.store.write_maanden({"w1": (eerder, [make_maand(boetes=1)])})
    assert opstelling.store.write_profielen([Profielwijziging("w1", make_profiel(), eerder)]) == {}
    assert opstelling.store.read([Maandvraag("w1")]) == [()]
    assert list(opstelling.store.digests()) == []
    keep_versions(opstelling)


def test_records_that_are_almost_too_large_travel_each_in_a_request_of_its_own(opstelling: Opstelling) -> None:
    groot = [make_item(str(nummer), gegevens={"onderwerp": f"{nummer}" * 900_000}) for nummer in range(10, 24)]
    besluiten = opstelling.store.apply(make_batch(*groot)).besluiten
    assert {besluit.uitkomst for besluit in besluiten} == {Uitkomst.TOEGEPAST}
    bulks = [len(verzoek.lichaam.splitlines()) // 2 for verzoek in opstelling.nep.bulks if verzoek.writes(Familie.ITEMS)]
    assert bulks == [1] * len(groot)
    assert len(dict(opstelling.store.digests())) == len(groot)
