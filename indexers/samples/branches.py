"""Lines of business, the common ones first."""

from typing import NamedTuple


class Branche(NamedTuple):
    """A line of business: a word for names, its sector, and its activity codes of SBI 2008 and SBI 2025."""

    woord: str
    sector: str
    sbi2008: str
    sbi2025: str


BRANCHES = (
    Branche("Bouwbedrijf", "3", "412", "41000"),
    Branche("Restaurant", "33", "56101", "56111"),
    Branche("Bakkerij", "13", "1071", "10710"),
    Branche("Transport", "32", "4941", "49410"),
    Branche("Autobedrijf", "12", "45112", "95311"),
    Branche("Installatietechniek", "12", "4322", "43221"),
    Branche("Kapsalon", "17", "9602", "96210"),
    Branche("Administratiekantoor", "44", "692", "69202"),
    Branche("Schildersbedrijf", "56", "4334", "43340"),
    Branche("Bouw", "3", "412", "41000"),
    Branche("Café", "33", "563", "56300"),
    Branche("Techniek", "12", "4322", "43221"),
    Branche("Transportbedrijf", "32", "4941", "49410"),
    Branche("Slagerij", "15", "4722", "47221"),
    Branche("Mode", "17", "4771", "47712"),
    Branche("Schoonmaakbedrijf", "18", "8121", "81210"),
    Branche("Aannemersbedrijf", "3", "412", "41000"),
    Branche("Supermarkt", "17", "4711", "47110"),
    Branche("Uitzendbureau", "52", "782", "78201"),
    Branche("Zorg", "35", "871", "87100"),
    Branche("Tandartspraktijk", "35", "8623", "86230"),
    Branche("Groothandel", "41", "463", "46390"),
    Branche("Adviesbureau", "44", "7022", "70201"),
    Branche("Fysiotherapie", "35", "86912", "86950"),
    Branche("Hoveniersbedrijf", "1", "813", "81301"),
    Branche("Cafetaria", "33", "56102", "56112"),
    Branche("Kinderopvang", "35", "8891", "88910"),
    Branche("Softwarehuis", "44", "6201", "62100"),
    Branche("Melkveebedrijf", "1", "0141", "01411"),
    Branche("Tuin-Centrum", "17", "4776", "47761"),
    Branche("Timmerbedrijf", "3", "4332", "43320"),
    Branche("Elektrotechniek", "11", "4321", "43211"),
    Branche("Huisartsenpraktijk", "35", "8621", "86210"),
    Branche("Loonbedrijf", "1", "0161", "01610"),
    Branche("Accountantskantoor", "43", "692", "69201"),
    Branche("Makelaardij", "44", "6831", "68310"),
    Branche("Tweewielers", "17", "47641", "47631"),
    Branche("Advocatenkantoor", "43", "691", "69101"),
    Branche("Hotel", "33", "551", "55101"),
    Branche("Stukadoorsbedrijf", "57", "4331", "43310"),
    Branche("Schoonheidssalon", "17", "96022", "96220"),
    Branche("Taxibedrijf", "28", "4932", "49320"),
    Branche("Apotheek", "35", "4773", "47730"),
    Branche("Personeelsdiensten", "52", "782", "78201"),
    Branche("Brasserie", "33", "56101", "56111"),
    Branche("Ingenieursbureau", "44", "7112", "71120"),
    Branche("Koeriersdienst", "32", "4941", "49410"),
    Branche("Rijschool", "55", "8553", "85530"),
    Branche("Reclamebureau", "45", "7311", "73110"),
    Branche("Tuinderij", "1", "0113", "01131"),
    Branche("Bloemenhandel", "17", "4776", "47761"),
    Branche("Banketbakkerij", "13", "1071", "10710"),
    Branche("Thuiszorg", "35", "871", "87100"),
    Branche("Scholengroep", "61", "8531", "85311"),
    Branche("Sportcentrum", "55", "9313", "93130"),
    Branche("Drukkerij", "9", "1812", "18121"),
    Branche("Architectenbureau", "44", "71111", "71111"),
    Branche("Dakdekkersbedrijf", "58", "4399", "43990"),
    Branche("Cateringbedrijf", "34", "561", "56111"),
    Branche("Constructiewerkplaats", "10", "2511", "25110"),
    Branche("Dierenkliniek", "35", "75", "75000"),
    Branche("Beveiligingsdienst", "53", "801", "80010"),
    Branche("Zorggroep", "35", "871", "87100"),
    Branche("Meubelmakerij", "7", "3109", "31000"),
    Branche("Doe-het-zelfmarkt", "17", "4752", "47521"),
    Branche("Textielgroothandel", "42", "4641", "46412"),
    Branche("Omgevingsdienst", "64", "8411", "84110"),
    Branche("Waterschap", "64", "8411", "84110"),
)
OVERHEID = frozenset({"61", "62", "63", "64", "65", "66"})
"""Sectors of the government and its schools."""
MAATSCHAPPELIJK = frozenset({"35", "55", "61"})
"""Sectors in which many are foundations and associations: care, sport and schools."""
PARTICULIER = tuple(branche for branche in BRANCHES if branche.sector not in OVERHEID)
"""What a sole trader can do."""
