"""Words that names, subjects and titles are made of. Family names and brands are put together from parts that mean nothing,
so that no name is that of a real company."""

from typing import NamedTuple


def split_woorden(regel: str) -> tuple[str, ...]:
    """The words of a line."""
    return tuple(regel.split())


class Branche(NamedTuple):
    """A line of business: a word for names, its sector, and its activity codes of SBI 2008 and SBI 2025."""

    woord: str
    sector: str
    sbi2008: str
    sbi2025: str


BRANCHES = (
    Branche("Bakkerij", "13", "1071", "10710"),
    Branche("Banketbakkerij", "13", "1071", "10710"),
    Branche("Slagerij", "15", "4722", "47221"),
    Branche("Schildersbedrijf", "56", "4334", "43340"),
    Branche("Bouwbedrijf", "3", "412", "41000"),
    Branche("Aannemersbedrijf", "3", "412", "41000"),
    Branche("Installatietechniek", "12", "4322", "43221"),
    Branche("Elektrotechniek", "11", "4321", "43211"),
    Branche("Constructiewerkplaats", "10", "2511", "25110"),
    Branche("Meubelmakerij", "7", "3109", "31000"),
    Branche("Drukkerij", "9", "1812", "18121"),
    Branche("Transportbedrijf", "32", "4941", "49410"),
    Branche("Koeriersdienst", "32", "4941", "49410"),
    Branche("Taxibedrijf", "28", "4932", "49320"),
    Branche("Restaurant", "33", "56101", "56111"),
    Branche("Brasserie", "33", "56101", "56111"),
    Branche("Café", "33", "563", "56300"),
    Branche("Hotel", "33", "551", "55101"),
    Branche("Cateringbedrijf", "34", "561", "56111"),
    Branche("Supermarkt", "17", "4711", "47110"),
    Branche("Bloemenhandel", "17", "4776", "47761"),
    Branche("Tuin-Centrum", "17", "4776", "47761"),
    Branche("Kapsalon", "17", "9602", "96210"),
    Branche("Doe-het-zelfmarkt", "17", "4752", "47521"),
    Branche("Groothandel", "41", "463", "46390"),
    Branche("Textielgroothandel", "42", "4641", "46412"),
    Branche("Schoonmaakbedrijf", "18", "8121", "81210"),
    Branche("Uitzendbureau", "52", "782", "78201"),
    Branche("Beveiligingsdienst", "53", "801", "80010"),
    Branche("Zorggroep", "35", "871", "87100"),
    Branche("Thuiszorg", "35", "871", "87100"),
    Branche("Kinderopvang", "35", "8891", "88910"),
    Branche("Accountantskantoor", "43", "692", "69201"),
    Branche("Advocatenkantoor", "43", "691", "69101"),
    Branche("Ingenieursbureau", "44", "7112", "71120"),
    Branche("Softwarehuis", "44", "6201", "62100"),
    Branche("Reclamebureau", "45", "7311", "73110"),
    Branche("Tuinderij", "1", "0113", "01131"),
    Branche("Melkveebedrijf", "1", "0141", "01411"),
    Branche("Dakdekkersbedrijf", "58", "4399", "43990"),
    Branche("Scholengroep", "61", "8531", "85311"),
    Branche("Waterschap", "64", "8411", "84110"),
    Branche("Omgevingsdienst", "64", "8411", "84110"),
)
OVERHEID = frozenset({"61", "62", "63", "64", "65", "66"})

STAMMEN = split_woorden(
    "Grevol Wuldar Kwimpe Zwolme Hurdel Oelmi Bremsa Flierdo Drumme Klievor Snepol Treuwi Haverni Lijsto Povera Roozel "
    "Schotu Tingel Wijmer Eldro Ankumi Borvel Dalfi Emzer Fokvel Gorsi Ittel Jorvi Knolda Lutmer Mierlo Nijvel Ommeri "
    "Pluvo Quarle Rietvo Stoever Tjalmo Uithor Vreemo Welpu Ypelo Zandro Blauki Groenvo Krimme Sloter Turvo"
)
BIJZONDERE_STAMMEN = split_woorden(
    "Güldar Łobova Çelmir Ñandel Ægirs Sønder Ĳzermo Brûla Weißhar Éclairo Köhlvi Señora Gauti'e 's-Gravo Höllmü Ziëldo"
)
UITGANGEN = split_woorden(
    "stra veldink horst donk waarde kamper singa berge huizen meer brinkel haag dammer wolde manti kerke loopik sluys tingh "
    "voorder zijl bosma rode vaart"
)
MERKEN = split_woorden(
    "Vlondrix Kwartelo Zumbrava Pixolin Drievonko Hoptimar Wimpelaro Nevoluxo Tarvenio Knipsolo Oranjuno Flambora Grutsel "
    "Molwiekso Lampiola Sterrevonda Kiekendo Blikvanto Snorrebolu Regendaro Zonnekwasto Bultrugi Karekimo Wolkenvosi Duimelosk"
)
TUSSENVOEGSELS = (
    *("van den", "van der", "van de", "van", "de", "den", "ter", "ten", "v.d.", "vd", "van 't", "in 't", "op de", "vanden"),
    *("de la", "el", "d'", "O'"),
)
GETALLEN = ("2", "3", "4", "7", "12", "Twee", "Drie", "Zeven")
VOORLETTERS = "ABCDEFGHJKLMNPRSTWXYZ"
VOORNAMEN = split_woorden(
    "Anouk Bram Çelik Daan Esmée Fatima Gijs Hanneke Ilse Joost Karim Lotte Maud Noor Özlem Pieter Quinten Renée Sjoerd "
    "Tess Umut Veerle Wout Yara Zoë Małgorzata Søren IJsbrand"
)
STRAATSTAMMEN = split_woorden(
    "Vlondrix Kievitsbloem Zwanenveer Molentrap Turfgraver Lampenist Havermout Regenboogforel Knotsmid Wolkenvosi Dropsteen "
    "Klepperman Zilverdistel Blikslager Paardensprong Waterwolf Kaarsenmaker Sneeuwklok Grutto-ei Touwdraaier"
)
STRAATUITGANGEN = ("straat", "straat", "laan", "weg", "plein", "kade", "hof", "dreef", "pad", "steeg", "singel")

RECHTSVORMEN = (
    *(("besloten vennootschap met beperkte aansprakelijkheid", ("B.V.", "BV", "b.v.", "B.V.", "")),) * 58,
    *(("vennootschap onder firma", ("V.O.F.", "VOF", "vof")),) * 12,
    *(("stichting", ("Stichting",)),) * 9,
    *(("naamloze vennootschap", ("N.V.", "NV")),) * 3,
    *(("coöperatie", ("Coöperatie", "Coöp.")),) * 3,
    *(("maatschap", ("Maatschap",)),) * 4,
    *(("vereniging met volledige rechtsbevoegdheid", ("Vereniging",)),) * 4,
    *(("commanditaire vennootschap", ("C.V.", "CV")),) * 2,
)
PUBLIEK = ("publiekrechtelijke rechtspersoon", ("",))
VOOROP = frozenset({"stichting", "coöperatie", "maatschap", "vereniging met volledige rechtsbevoegdheid"})

VERZEKERAARS = (
    "Onderlinge Lampiola",
    "Knipsolo Verzekeringen",
    "Wolkenvosi Inkomen N.V.",
    "Zonnekwasto Schade",
    "Drievonko Leven",
)
INTERMEDIAIRS = ("Assurantiekantoor Molwiekso", "Snorrebolu Pensioen & Inkomen", "Bemiddelaars Karekimo", "Bultrugi Advies")
SOFTWARE = ("Loonkwast 9", "Salaris-Vonk", "PayLampiola Online", "Verloning XL")
KANALEN = (
    *("Telefoon",) * 10,
    *("telefoon", "TELEFOON", "E-mail", "E-mail", "e-mail", "Nieuw bezoek", "Brief", "Chat", "Chat", "Portaal", "Portaal"),
)
ONDERWERPEN = (*("WVW", "WGA") * 5, *("WW", "ZW", "ZW", "WAZO", "WIA", "Wajong", "WTV", "wga", "Verzuimmelder", "eHerkenning"))
POSTBUSSEN = ("WGA-noord@voorbeeld.nl", "WVW4@example.nl", "zw.team7@voorbeeld.nl", "info@example.nl", "WAZO@voorbeeld.nl")
CODES = ("ADB", "ADV", "DA", "TER", "KLA")
VRAGEN = (
    "Wat is de hoogte van de uitkering?",
    "Vraagt naar de stand van de aanvraag; terugbellen na {dag}.",
    "Werkgever meldt dat de brief van {dag} niet is ontvangen.",
    "Wil een kopie van de beschikking van {dag}.",
    "Vraagt hoe een hersteldmelding via Digipoort gaat.",
    "Factuur klopt niet volgens werkgever: periode tot {dag} is al betaald.\nDoorgezet naar de administratie.",
    "Afspraak gemaakt met accountmanager op {dag}.",
    (
        "Klacht over de wachttijd aan de telefoon. Excuus aangeboden; betrokkene wil ook schriftelijk antwoord, en graag vóór "
        "de volgende loonrun, omdat de salarisadministratie anders opnieuw met de hand moet worden aangepast."
    ),
)
FUNCTIES = ("HR-adviseur", "Salarisadministrateur", "Directeur", "Casemanager verzuim", "Bedrijfsleider", "P&O-medewerker")
UWV_FUNCTIES = ("Accountmanager", "Adviseur werkgeversdiensten", "Adviseur Werkloosheidsverzekering", "Arbeidsdeskundige")
AFDELINGEN = ("Personeel", "Financiën", "Klantcontact", "Werkgeversservicepunt")

AANDACHTSGEBIEDEN = ("WW", "ZW", "WGA", "WAZO", "WTV", "NOW", "Buitengewone natuurlijke omstandigheden")
SUBONDERWERPEN = ("Vaststellen recht, hoogte duur", "Continueren en muteren", "Verzoek om terugbetaling")
TITELS = {
    "toekenningsbeschikking": ("Toekenningsbeslissing {gebied} aan werkgever", "Beslissing op uw aanvraag {gebied}"),
    "dagloonberekening": ("Dagloonberekening {gebied}", "Resultaat dagloonberekening"),
    "wijzigingsbeschikking": ("Wijziging uitkering {gebied}", "Wijzigingsbeschikking {gebied}"),
    "beeindigingsbeschikking": ("Beëindiging uitkering {gebied}", "Einde {gebied}: beslissing"),
    "overig": ("Ontvangstbevestiging {gebied}", "Verzoek om informatie", "Bezwaar ontvangen", "Factuur {gebied}"),
}
PERSOONSTITELS = ("Terugvorderingsbrief werknemer", "Uitnodiging spreekuur werknemer", "Beslissing aan werknemer over {gebied}")

NOTITIES = (
    "Prettig contact; voorkeur voor terugbellen in de ochtend.",
    "Let op: loonadministratie is uitbesteed.",
    "Reorganisatie aangekondigd; verwacht meer vragen over WW.",
    "Werkgever overweegt eigenrisicodragerschap voor de ZW.\nInformatiepakket gestuurd.",
    "Bezoek gebracht samen met de arbeidsdeskundige.",
)
ZIEKREDENEN = ("zieke werknemer", "zieke uitzendkracht", "oproepkracht", "ziek uit dienst", "art. 29b", "zwangerschap", None)
SLUITREDENEN = (*("hersteld",) * 6, "einde dienstverband", "WIA", "WIA", "overleden", "AOW")
RESULTATEN = ("afgehandeld", "toegekend", "afgewezen", "ingetrokken", None)
