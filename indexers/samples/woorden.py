"""Words that subjects, titles, texts and addresses are made of; none names a real company."""


def split_woorden(regel: str, tussen: str | None = None) -> tuple[str, ...]:
    """The words of a line: what stands between white space, or between this sign."""
    return tuple(regel.split(tussen))


def join_woorden(beginnen: tuple[str, ...], einden: tuple[str, ...]) -> tuple[str, ...]:
    """Every beginning with every end."""
    return tuple(begin + eind for begin in beginnen for eind in einden)


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

_STRAATBEGINNEN = split_woorden(
    "Molentrap Turfgraver Kievitsbloem Zwanenveer Lampenist Havermout Regenboogforel Knotsmid Dropsteen Klepperman Vlondrix "
    "Zilverdistel Blikslager Paardensprong Waterwolf Kaarsenmaker Sneeuwklok Grutto-ei Touwdraaier Wolkenvosi Hooiopper "
    "Karnton Zevenblad Boterstaf Kwartelslag Grienduil Stoofpeer Leikant Wipkar Rietpluim Schapenwas Botterzeil Vuurbaak "
    "Tolgaarder Speldenmaker Klompenhout Ganzenstap Duivenslag Eekhoornnest Wilgenkat Bijenkast Lisdodde Koekoeksklok "
    "Broodplank Mosterdzaad Garenklos Haspelaar Ketelbikker Brievenkast Zaagtand Ploegstaart Visotter Kruidnagel "
    "IJsvlinder Noorderkwast"
)
_STRAATEINDEN = (
    "straat",
    "weg",
    "laan",
    "plein",
    "kade",
    "hof",
    "dreef",
    "pad",
    "dijk",
    "steeg",
    "singel",
    "plantsoen",
    "gracht",
)
STRATEN = join_woorden(_STRAATBEGINNEN, _STRAATEINDEN)
STRAATVOORVOEGSELS = ("Burgemeester ", "1e ", "Tweede ", "Laan van de ", "Oude ", "Nieuwe ", "Korte ", "Lange ", "Ds. ", "'t ")
TOEVOEGINGEN = (
    *(("", "A"), ("", "A"), ("", "B"), ("", "bis"), ("", "2"), ("", "-2"), ("", "hs"), ("", "III"), ("", "a"), ("", None)),
    *(("", "rood"), ("", "A1"), ("", "unit 4"), ("A", ""), (" A", ""), ("-2", ""), (" bis", ""), ("bis", ""), ("-hs", "")),
    *((" III", ""), ("/3", ""), ("-A", ""), (" huis", "")),
)
"""What comes behind a house number: in the same field, or in the field for it."""
BUITENLANDSE_ADRESSEN = (
    ("Musterstraße", "", "12345", "Musterstadt", "Duitsland"),
    ("Beispielweg", "a", "54321", "Beispielhausen", "Deutschland"),
    ("Voorbeeldlaan", " bus 3", "9999", "Voorbeeldegem", "België"),
    ("Rue de l'Exemple", " bte 12", "B-9998", "Exempleville", "BE"),
    ("ul. Przykładowa", "/7", "00-001", "Przykładowo", "Polen"),
    ("Example Road", "", "ZZ99 9ZZ", "Sampletown", "Verenigd Koninkrijk"),
    ("Impasse Modèle", " ter", None, "Modèle-sur-Exemple", "Frankrijk"),
)
TELEFOONSPELLINGEN = (
    *("000-{0}", "000 - {1} {2} {3}", "000{0}", "000 {1} {2} {3}", "+31 (0)00 {1} {2} {3}", "(000) {0}", "+31(0)00{0}"),
    *("0031 (0)00 {0}", "000-{1}{2}{3} tst. 12", "000.{1}.{2}.{3}"),
)
"""The spellings of a number: whole as {0}, in groups as {1}, {2} and {3}."""
