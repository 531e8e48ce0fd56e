"""The tables shipped with the package, what a text leads to, French prepositions, drawing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from observatoire import territory
from observatoire.territory import Match, Projection, contours, lambert93, official

SQUARE = ((50.0, 2.0), (50.0, 3.0), (51.0, 3.0), (51.0, 2.0), (50.0, 2.0))


def names(match: Match) -> list[str]:
    return [commune.nom for commune in match.candidates]


# --- The tables ---


def test_every_commune_of_the_two_departements_is_there_once():
    codes = [commune.code for commune in official().communes]

    assert codes == sorted(set(codes))
    assert len(codes) == 1534
    assert sum(commune.departement == "59" for commune in official().communes) == 647
    assert sum(commune.departement == "62" for commune in official().communes) == 887


def test_every_point_lies_in_the_region():
    outside = [c.nom for c in official().communes if not (49.95 < c.lat < 51.10 and 1.55 < c.lon < 4.25)]

    assert outside == []


def test_every_commune_is_complete():
    for commune in official().communes:
        assert re.fullmatch(r"(59|62)\d{3}", commune.code)
        assert commune.departement == commune.code[:2]
        assert commune.arrondissement.startswith(commune.departement)
        assert commune.nom and commune.arrondissement_nom and commune.epci_nom
        assert commune.population > 0
        assert all(re.fullmatch(r"\d{5}", code) for code in commune.codes_postaux)
        assert commune.codes_postaux


def test_the_population_is_that_of_the_source():
    assert sum(commune.population for commune in official().communes) == 4_073_540


def test_the_communes_share_out_between_36_epci_and_13_arrondissements():
    members = [code for epci in official().epcis for code in epci.communes]

    assert len(official().epcis) == 36
    assert sorted(members) == [commune.code for commune in official().communes]
    assert len({commune.arrondissement for commune in official().communes}) == 13


def test_no_old_code_is_also_the_code_of_a_commune_of_today():
    codes = {commune.code for commune in official().communes}
    old = [code for commune in official().communes for code in commune.anciens_codes]

    assert len(old) == len(set(old)) == 48
    assert codes.isdisjoint(old)


def test_only_one_name_is_borne_by_two_communes():
    seen = [territory.folded(commune.nom) for commune in official().communes]

    assert {name for name in seen if seen.count(name) > 1} == {"saint aubin"}


def test_a_commune_knows_what_it_belongs_to():
    lille = official().commune("59350")

    assert (lille.departement_nom, lille.arrondissement_nom) == ("Nord", "Lille")
    assert lille.epci_nom == official().epci(lille.epci).nom == "Métropole Européenne de Lille"
    assert lille.anciens_codes == ("59298", "59355")
    assert lille.anciens_noms == ("Hellemmes-Lille", "Lomme")


def test_names_have_a_typographic_apostrophe():
    assert official().commune("59009").nom == "Villeneuve-d’Ascq"
    assert not [c.nom for c in (*official().communes, *official().epcis, *official().anciennes) if "'" in c.nom]


def test_an_unknown_code_or_siren_is_a_key_error():
    with pytest.raises(KeyError):
        official().commune("75056")
    with pytest.raises(KeyError):
        official().epci("0")


# --- What a text leads to ---


@pytest.mark.parametrize("text", ["Le Quesnoy", "le quesnoy", "LE-QUESNOY", " Le  Quesnoy "])
def test_a_name_is_found_whatever_its_case_and_hyphens(text):
    found = official().find(text)

    assert (found.nature, found.ancien) == ("nom", "")
    assert found.commune and found.commune.code == "59481"


@pytest.mark.parametrize(
    ("text", "nom"),
    [
        ("59512", "Roubaix"),
        ("Bethune", "Béthune"),
        ("Mons en Baroeul", "Mons-en-Barœul"),
        ("Villeneuve-d'Ascq", "Villeneuve-d’Ascq"),
        ("Villeneuve-d’Ascq", "Villeneuve-d’Ascq"),
        ("St-Omer", "Saint-Omer"),
    ],
)
def test_a_code_or_a_name_without_its_accents_is_found(text, nom):
    found = official().find(text)

    assert found.commune and found.commune.nom == nom
    assert found.ancien == ""


@pytest.mark.parametrize(
    ("text", "nature", "code", "ancien"),
    [
        ("62461", "ancien_code", "62447", "Huby-Saint-Leu fait partie d’Hesdin-la-Forêt (62447)"),
        ("Huby-Saint-Leu", "ancien_nom", "62447", "Huby-Saint-Leu fait partie d’Hesdin-la-Forêt (62447)"),
        ("Hesdin", "ancien_nom", "62447", "Hesdin fait partie d’Hesdin-la-Forêt (62447)"),
        ("Lomme", "ancien_nom", "59350", "Lomme fait partie de Lille (59350)"),
        ("Hellemmes", "ancien_nom", "59350", "Hellemmes-Lille fait partie de Lille (59350)"),
        ("Saint-Pol-sur-Mer", "ancien_nom", "59183", "Saint-Pol-sur-Mer fait partie de Dunkerque (59183)"),
        ("02285", "ancien_code", "59545", "Escaufourt fait partie de Saint-Souplet (59545)"),
        (
            "59020",
            "ancien_code",
            "59009",
            "le code 59020 est celui d’une ancienne commune, aujourd’hui Villeneuve-d’Ascq (59009)",
        ),
    ],
)
def test_an_old_name_or_code_leads_to_the_commune_of_today_and_says_why(text, nature, code, ancien):
    found = official().find(text)

    assert (found.nature, found.ancien) == (nature, ancien)
    assert found.commune and found.commune.code == code


def test_a_name_that_a_commune_still_bears_is_not_an_old_one():
    assert official().find("Ghyvelde").nature == "nom"
    assert official().find("62447").nature == "code"


def test_an_ambiguous_name_gives_every_commune_that_bears_it():
    found = official().find("saint-aubin")

    assert (found.nature, found.commune) == ("ambigu", None)
    assert [commune.code for commune in found.candidates] == ["59529", "62742"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roubex", ["Roubaix"]),
        ("Tourquoing", ["Tourcoing"]),
        ("Loos-en-Goele", ["Loos-en-Gohelle"]),
        ("Quesnoy", ["Quesnoy-sur-Deûle", "Le Quesnoy"]),
        ("Paris", []),
        ("", []),
    ],
)
def test_an_unknown_name_is_answered_by_the_nearest_ones(text, expected):
    found = official().find(text)

    assert (found.nature, found.commune) == ("inconnu", None)
    assert names(found) == expected


def test_the_beginning_of_a_name_proposes_the_largest_communes_first():
    assert names(official().find("Boulogne"))[0] == "Boulogne-sur-Mer"
    assert names(official().find("Saint-Pol"))[:2] == ["Saint-Pol-sur-Ternoise", "Dunkerque"]
    assert len(official().find("Saint").candidates) == 3


def test_a_postal_code_proposes_its_communes():
    found = official().find("59800")

    assert (found.nature, found.commune, names(found)) == ("code_postal", None, ["Lille"])


def test_an_unknown_code_proposes_nothing():
    assert official().find("75056") == Match("inconnu")


def test_a_postal_code_shared_by_many_proposes_the_three_largest():
    found = official().find("59680")

    assert len([c for c in official().communes if "59680" in c.codes_postaux]) > 3
    assert names(found) == ["Ferrière-la-Grande", "Colleret", "Ferrière-la-Petite"]


# --- French ---


@pytest.mark.parametrize(
    ("nom", "a", "de"),
    [
        ("Lille", "à Lille", "de Lille"),
        ("Arras", "à Arras", "d’Arras"),
        ("Étaples", "à Étaples", "d’Étaples"),
        ("Œuf-en-Ternois", "à Œuf-en-Ternois", "d’Œuf-en-Ternois"),
        ("Ytres", "à Ytres", "d’Ytres"),
        ("Hénin-Beaumont", "à Hénin-Beaumont", "d’Hénin-Beaumont"),
        ("Hautmont", "à Hautmont", "d’Hautmont"),
        ("Hem", "à Hem", "de Hem"),
        ("Haute-Avesnes", "à Haute-Avesnes", "de Haute-Avesnes"),
        ("Le Quesnoy", "au Quesnoy", "du Quesnoy"),
        ("Les Attaques", "aux Attaques", "des Attaques"),
        ("La Bassée", "à La Bassée", "de La Bassée"),
        ("L’Orée de Mormal", "à L’Orée de Mormal", "de L’Orée de Mormal"),
        ("Lesquin", "à Lesquin", "de Lesquin"),
    ],
)
def test_the_preposition_agrees_with_the_name(nom, a, de):
    assert territory.a_commune(nom) == a
    assert territory.de_commune(nom) == de


def test_the_attribution_names_every_producer():
    for name in ("INSEE", "DGCL", "La Poste", "Etalab", "IGN", "DILA", "Licence Ouverte"):
        assert name in territory.ATTRIBUTION


# --- Drawing ---


@pytest.mark.parametrize(
    ("lat", "lon", "x", "y"),
    [
        # Computed with pyproj 3.7.2, from EPSG:4326 to EPSG:2154.
        (46.5, 3.0, 700_000.000, 6_600_000.000),
        (50.63, 3.06, 704_252.441, 7_059_225.875),
        (50.9513, 1.8587, 619_631.874, 7_095_615.933),
        (49.97, 4.2, 786_162.638, 6_986_369.808),
        (50.29, 2.78, 684_302.206, 7_021_369.493),
    ],
)
def test_lambert_93_agrees_with_the_reference_to_the_millimetre(lat, lon, x, y):
    assert lambert93(lat, lon) == pytest.approx((x, y), abs=0.001)


def test_a_projection_fills_the_width_and_keeps_its_margin():
    projection = Projection(0, 0, 200, 100, width=120, margin=10)

    assert projection.scale == 0.5
    assert projection.height == 70


def test_north_is_up():
    projection = territory.region_projection(800)

    calais, lille = projection.to_xy(50.95, 1.86), projection.to_xy(50.63, 3.06)

    assert calais[0] < lille[0]
    assert calais[1] < lille[1]


def test_a_projection_needs_two_points():
    with pytest.raises(ValueError, match="two points"):
        Projection.around([(50.0, 3.0)], width=100)


@pytest.mark.parametrize(("layer", "count"), [("departements", 2), ("arrondissements", 13), ("epci", 36)])
def test_a_layer_has_its_outlines_closed_and_by_code(layer, count):
    found = contours(layer)

    assert [c.code for c in found] == sorted({c.code for c in found})
    assert len(found) == count
    assert all(ring[0] == ring[-1] and len(ring) > 3 for c in found for ring in c.rings)


def test_the_outlines_of_epci_are_those_of_the_table():
    assert [(c.code, c.nom) for c in contours("epci")] == [(e.siren, e.nom) for e in official().epcis]


def test_the_pas_de_calais_keeps_the_enclave_of_the_nord():
    nord, pas_de_calais = contours("departements")

    assert (nord.nom, len(nord.rings)) == ("Nord", 2)
    assert (pas_de_calais.nom, len(pas_de_calais.rings)) == ("Pas-de-Calais", 2)


def test_every_place_falls_in_the_drawing():
    projection = territory.region_projection(800, margin=10)

    # A simplified coast may leave a town hall out by a few metres, never by the margin.
    for commune in official().communes:
        x, y = projection.to_xy(commune.lat, commune.lon)
        assert 0 <= x <= 800
        assert 0 <= y <= projection.height


def test_a_wider_drawing_keeps_its_proportions():
    narrow = territory.region_projection(400)

    wide = replace(narrow, width=800)

    assert wide.height == pytest.approx(2 * narrow.height)
