"""Words that names of employers and people are made of.

The family names of the list are so common that, beside a trade, they point to nobody. All others, and all brands, are put
together from parts that mean nothing, so that no name is that of a real company. What comes first in a list is common.
"""

from indexers.samples.woorden import join_woorden, split_woorden


def _repeat(*keuzen: tuple[int, str]) -> tuple[str, ...]:
    """Each text as often as the number before it says."""
    return tuple(tekst for aantal, tekst in keuzen for _ in range(aantal))


GEWONE_ACHTERNAMEN = split_woorden(
    "Jong, de|Jansen|Vries, de|Berg, van den|Bakker|Dijk, van|Visser|Janssen|Smit|Meijer|Boer, de|Mulder|Bos|Vos|"
    "Peters|Hendriks|Leeuwen, van|Dekker|Brouwer|Wit, de|Dijkstra|Smits|Graaf, de|Meer, van der|Linden, van der|Kok|Jacobs|"
    "Haan, de|Vermeulen|Heuvel, van den|Veen, van der|Broek, van den|Bruijn, de|Schouten|Beek, van|Heijden, van der|Hoekstra|"
    "Koning, de|Verhoeven|Prins|Wal, van der|Huisman|Peeters|Bosch, van den|Kuipers|Veenstra|Postma|Martens|Ploeg, van der|"
    "Jonge, de|Kuiper|Vliet, van|Brink, van den|Willems|Gerritsen|Wijk, van|Scholten|Post|Maas|Timmermans|Bosman|Sanders|"
    "Hofman|Driessen|Horst, van der|Evers|Kramer|Wolters|Molenaar|Verbeek|Hermans|Koster|Bruin, de|Willemsen|Koopman|Berends|"
    "Groen|Rijn, van|Verhoef|Lange, de|Blom|Boersma|Ruiter, de|Loon, van|Bijl|Schipper|Doorn, van|Ridder, de|Aalst, van|"
    "Schoenmaker|Vink|Boom|Zwart|Hoek, van der|Velde, van de|Zanden, van der|Velden, van der|Steen, van der|Hout, van|Es, van|"
    "Pol, van de|Ven, van de|Water, van de|Kamp, van de|Laan, van der|Dam, van|Werff, van der|Schaaf, van der|Bruyn, de|"
    "Dyk, van|Meyer|Kuyper|Wyk, van|Hof, van 't|Riet, van 't|Veld, in 't|Hul, op 't|Horst, ter|Braak, ten|Cate, ten|"
    "Hoeve, van der|Yilmaz|Kaya|Demir|Çelik|Öztürk|Şahin|Amrani, el|Idrissi, el|Bouzid|Haddou|Ouali|Nguyen|Chen|Singh|"
    "Kowalski|Nowak|Wójcik|Michałek|Müller|Mueller|Schäfer|Schröder|Groß|Weiß|Søndergaard|Ångström|Castro, de|Silva, da|"
    "Costa, da|Núñez|Peña, de la|François|Lefèvre|Mañana|Zoë-Vos|Tóth|Dvořák|Brouwer-Smit|Visser-Bos|"
    "Hüsken|Huesken|Ĳsbrandy|Ĳpma",
    "|",
)
"""As a catalogue has them: what stands before the name comes after a comma. De Groot is not among them, so that the example
employer is found by its name."""
LETTERGREPEN = join_woorden(
    split_woorden("Gr W Kw Zw H Br Fl Dr Kl Sn Tr L P R Sch T B D M N St V G K J F Pr Vl Sl Schr Wr"),
    split_woorden("ol el im ur oev or ij ier ing al aar il ond eer uld evel ank erd amp utt ui e a oo"),
)
_ACHTERNAAMEINDEN = split_woorden(
    "stra kamp huis man sma veld berg horst ink donk inga meer broek hof brink dijk mans waard steeg beek hoek kerke loo hout "
    "singa huizen dammer wolde sluys tingh zijl bosma vaart monde schot tuin driel kooi laar poort"
)
ACHTERNAMEN = join_woorden(LETTERGREPEN, _ACHTERNAAMEINDEN)
BIJZONDERE_ACHTERNAMEN = split_woorden(
    "Güldarberg Gueldarberg Łobovsky Çelmiran Ñandelez Ægirsen Sønderholm Ĳzermolen Ĳsvogelaar Brûlamont Weißharter Éclairol "
    "Köhlvinger Koehlvinger Señorael Gauti'ens 's-Gravolden 's-Heerenkwast d'Ambrolle O'Brolly O'Vlindran Höllmücke Ziëldonck "
    "Đurvović Þorvelsson Kırmazlı Bœufelin Vlaamsche-Boom Kwast-Vermolen Abdel-Kwimpe Przykłowski Małvinska Kjærholt"
)
STREEKEINDEN = split_woorden("land gouw lo dal waarden ambacht rijk kwartier delta veen")
TUSSENVOEGSELS = (
    "van",
    "de",
    "van der",
    "van den",
    "van de",
    "ter",
    "ten",
    "van 't",
    "in 't",
    "op de",
    "den",
    "te",
    "de la",
    "aan de",
)
TUSSENSPELLINGEN = {
    "van": ("v.", "Van"),
    "de": ("De",),
    "van der": ("v.d.", "v/d", "vd", "vander", "Van Der"),
    "van den": ("v.d.", "v/d", "vd", "vanden", "v.den", "Van Den"),
    "van de": ("v.d.", "v/d", "vd", "vande", "V.d."),
    "van 't": ("van het", "vant", "van `t", "van ’t"),
    "in 't": ("in het", "int", "in ’t"),
}
"""How people also write them."""
VOORLETTERS = "JAMHCWPGEBRSTDFLKNIVZ"
VOORNAMEN = split_woorden(
    "Jan Peter Anouk Bram Kees Marieke Çelik Daan Esmée Fatima Gijs Hanneke Henk Ilse Joost Karim Lotte Maud Noor Özlem Pieter "
    "Quinten Renée Sjoerd Tess Umut Veerle Wout Yara Zoë Małgorzata Søren IJsbrand Ĳda Jan-Willem Anne-Fleur Mohamed Björn"
)

_MERKBEGINNEN = split_woorden(
    "Vlon Kwar Zum Pixo Driev Hopti Wimpe Nevo Tarve Knip Oran Flam Grut Mol Lampi Sterre Kieke Blik Snorre Regen Zonne Bultru "
    "Kare Wolken Duime Brumo Cirka Dolfi Eskado Fonda Gildo Havelo Imbra Jolti Krokado Luxamo Mirado Nimbo Ovelo Plonso Quiri "
    "Rondavo Sambelo Tolvi Umbrado Vesto Wobbo Xenti Ypsilo Zefi Àvolo Crèma Fjør Größo Niño Tyrø"
)
_MERKEINDEN = split_woorden(
    "drix telo brava lin vonko mar laro luxo nio solo juno bora sel iekso ola vonda kendo vanto bolu daro kwasto gi kimo vosi "
    "losk tron vex nix dora pello rimba tivo zando lumi fano gresso quina reva stello"
)
MERKEN = join_woorden(_MERKBEGINNEN, _MERKEINDEN)
BIJVOEGLIJK = split_woorden(
    "Zilveren Gouden Blauwe Vrolijke Scheve Hongerige Oude Nieuwe Groene Snelle Witte Rode Slapende Dansende Bonte Stille "
    "Kleine Dikke Vliegende Houten Koperen Eerste Gestreepte Knorrige Trouwe Zingende Ronde Gevlekte Warme Halve"
)
DINGEN = split_woorden(
    "Snoek Kwast Kievit Lepelaar Trekvogel Waterwolf Klomp Kruiwagen Lantaarn Stoof Ketel Grutto Bultrug Knoop Zeepbel "
    "Hooivork Pannenkoek Drempel Regenton Vuurtoren Wipneus Karper Dakpan Notenkraker Steltloper Speldenknop Kaarsvlam "
    "Tolboom Wolvin Haspel Botervloot Kraanvogel Turfboot Zwaluw Mosterdpot Tinnegieter Waterjuffer Roerdomp Klepel Sleutel"
)
MENSEN = split_woorden("Broers Gebroeders Zusters Vrienden Neven Koks Zeilers Molenaars Kompanen Buren")
GOEDEREN = split_woorden(
    "Kwasten Knopen Lampionnen Ketels Klompen Zeepbellen Dakpannen Stoelen Sloffen Spijkers Kaarsen Petten"
)
VERKLEIND = join_woorden(
    split_woorden(
        "Veer Tol Vis Koren Turf Zeil Bloem Brood Hooi Klompen Kaas Lampen Eenden Boter Riet Wilgen Knopen Pöl Kwasten Ganzen"
    ),
    split_woorden("hoekje huisje mandje kastje bruggetje schuurtje poortje potje ketelke huuske karretje tafeltje"),
)
GETALLEN = (*("2", "3", "4", "7", "12"), *("Twee", "Drie", "Vier", "Zeven", "Twaalf", "twee", "drie", "2", "Drie", "20"))
HOEVEELHEDEN = ("1500", "2500", "3000", "750", "1001", "Duizend", "50%", "100%", "10.000")

PATRONEN = _repeat(
    (12, "{branche} {achternaam}"),
    (8, "{achternaam} {branche}"),
    (7, "{merk}"),
    (7, "{merk} {branche}"),
    (5, "{branche} {merk}"),
    (5, "{branche} De {bijvoeglijk} {ding}"),
    (3, "De {bijvoeglijk} {ding}"),
    (3, "{letters} {achternaam}"),
    (1, "{letters}{kern}"),
    (3, "{branche} {letters} {achternaam}"),
    (3, "{branche} {naam} & Zn."),
    (1, "{branche} {naam} en Zonen"),
    (1, "{naam} & Zonen {branche}"),
    (1, "{branche} {naam} en Zn"),
    (1, "{branche} Gebr. {achternaam}"),
    (1, "Gebroeders {naam} {branche}"),
    (1, "Fa. {letters} {achternaam}"),
    (1, "Firma {achternaam}"),
    (1, "{naam} + {naam}"),
    (3, "{naam} & {naam} {branche}"),
    (1, "{naam} en {naam}"),
    (1, "{naam}, {naam} & {naam}"),
    (1, "{catalogus}"),
    (1, "{catalogus} {branche}"),
    (2, "{branche} 't {verkleind}"),
    (1, "Het {verkleind}"),
    (1, "{branche} De {getal} {mensen}"),
    (1, "De {getal} {mensen}"),
    (1, "{merk}-{kern} {branche}"),
    (1, "{branche}-{merk}"),
    (3, "{branche} {achternaam} {plaats}"),
    (2, "{merk} {plaats}"),
    (1, "{branche} {verkleind} {plaats}"),
    (1, "{hoeveelheid} {goederen}"),
    (1, "7/7 {merk}"),
    (1, "24/7 {branche} {merk}"),
    (1, "50% {merk} Outlet"),
    (1, "d'{bijvoeglijk} {ding}"),
    (1, "O'{kern} {branche}"),
    (1, "In 't {verkleind}"),
    (1, "{punten} {branche}"),
    (1, "{aaneen} {branche}"),
    (1, "{los} {branche}"),
    (1, "{branche} {punten}"),
)
"""How businesses are called. ``punten``, ``aaneen`` and ``los`` are three spellings of letters without a name."""

ANDERE_SPELLINGEN = (
    *(("& Zn.", "en Zonen"), (" & ", " en "), (" & ", " + "), (" en ", " & "), (" + ", " & "), ("ij", "y"), ("y", "ij")),
    *(
        ("ü", "ue"),
        ("ö", "oe"),
        ("ß", "ss"),
        ("ł", "l"),
        ("ø", "o"),
        ("æ", "ae"),
        ("é", "e"),
        ("Ĳ", "IJ"),
        ("-", ""),
        ("-", " "),
    ),
    *(("'t ", "Het "), ("van den", "v.d."), ("van der", "vd"), (".", ""), ("d'", "De "), ("Gebr.", "Gebroeders"), ("'", "")),
    *(("Twee", "2"), ("Drie", "3"), ("Zeven", "7"), ("50%", "50 procent"), ("7/7", "77"), ("Fa. ", "Firma ")),
)
"""What another register makes of a part of a name."""

_BV = (
    ("besloten vennootschap met beperkte aansprakelijkheid", "BV"),
    _repeat(
        *((14, "{} B.V."), (10, "{} BV"), (3, "{} b.v."), (1, "{} bv"), (1, "B.V. {}"), (1, "BV {}"), (2, "{}")),
        *((2, "{} Holding B.V."), (1, "{} Holding BV"), (1, "Holding {} B.V."), (1, "{} Beheer B.V."), (1, "{} Groep B.V.")),
        *((1, "Beheermaatschappij {} B.V."), (1, "{} Nederland B.V."), (1, "{}, besloten vennootschap")),
        *((1, "Besloten Vennootschap {}"), (1, "{} B. V.")),
    ),
)
_VOF = (("vennootschap onder firma", "VOF"), ("V.O.F. {}", "{} V.O.F.", "VOF {}", "{} VOF", "{} vof", "v.o.f. {}", "{}"))
_NV = (("naamloze vennootschap", "NV"), ("{} N.V.", "{} NV", "N.V. {}", "{} Holding N.V."))
_CV = (("commanditaire vennootschap", "CV"), ("{} C.V.", "{} CV", "C.V. {}", "{} c.v."))
_MAATSCHAP = (("maatschap", "maatschap"), ("Maatschap {}", "{} Maatschap", "Mts. {}", "Mts {}", "{}"))
_STICHTING = (("stichting", "stichting"), (*("Stichting {}",) * 6, "{}, Stichting", "St. {}", "Stg. {}", "{}"))
_VERENIGING = (("vereniging met volledige rechtsbevoegdheid", "vereniging"), ("Vereniging {}", "{}", "Ver. {}"))
_COOPERATIE = (
    ("coöperatie", "coöperatie"),
    ("Coöperatie {} U.A.", "Coöperatieve {} U.A.", "{} Coöperatief U.A.", "Coop. {} W.A.", "Coöp. {} B.A.", "{} UA"),
)
RECHTSVORMEN = (*(_BV,) * 68, *(_VOF,) * 17, *(_COOPERATIE,) * 4, *(_MAATSCHAP,) * 4, *(_NV,) * 3, *(_CV,) * 3, _STICHTING)
MAATSCHAPPELIJKE_RECHTSVORMEN = (
    *(*(_STICHTING,) * 9, *(_BV,) * 5, *(_VERENIGING,) * 3, *(_MAATSCHAP,) * 2, _VOF, _COOPERATIE),
)
"""The legal form in full and in short, with where people put it in a name and how they spell it."""
PUBLIEK = ("publiekrechtelijke rechtspersoon", "publiekrechtelijke rechtspersoon")
EENMANSZAAK = ("eenmanszaak", "Eenmanszaak")
STATUSTOEVOEGINGEN = {
    "in_liquidatie": (" (in liquidatie)", " in liquidatie", " (i.l.)", ", in liquidatie", ""),
    "in_oprichting": (" i.o.", " (i.o.)", " in oprichting", " io"),
}
ONDERDELEN = ("", "", " afdeling Noord", " Flex", " Personeel", " II", " Oost", " Payroll", " (uitzendkrachten)")
"""What tells a second payroll administration of one entity from the first."""
