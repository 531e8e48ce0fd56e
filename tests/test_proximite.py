"""Nearness and contrast: a measure that says its reason, the same from both sides."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from construire import ROOT
from observatoire import loading
from observatoire.model import Observatoire
from observatoire.proximite import contrastees, differences, points, proches, trio


@pytest.fixture(scope="module")
def o() -> Observatoire:
    return loading.load(ROOT)


def test_nearness_is_the_same_from_both_sides_and_greatest_with_oneself(o: Observatoire) -> None:
    some = o.experiences_triees[:25]

    for one, other in combinations(some, 2):
        assert points(o, one, other) == points(o, other, one) >= 0
        assert points(o, one, other) <= points(o, one, one) + points(o, other, other)


def test_a_shared_first_term_counts_more_than_a_shared_last_one(o: Observatoire) -> None:
    base = next(e for e in o.experiences_triees if len(e.objet_traite) == 3)
    first = base.model_copy(update={"objet_traite": base.objet_traite[:1]})
    last = base.model_copy(update={"objet_traite": base.objet_traite[-1:]})

    assert points(o, base, first) - points(o, base, last) == pytest.approx(3 * (1 - 1 / 3))


def test_close_practices_come_closest_first_with_what_they_share(o: Observatoire) -> None:
    for e in o.experiences_triees:
        found = proches(o, e)
        scores = [near.points for near in found]
        assert scores == sorted(scores, reverse=True)
        assert e.id not in {near.experience.id for near in found}
        assert all(near.raison.endswith(".") and near.raison[0].isupper() for near in found)
    beside = {near.experience.id: near.raison for near in proches(o, o.experiences["conseils-quartier-tourcoing"], 10)}
    assert "conseil de quartier" in beside["conseils-quartier-lille"]


def test_contrasting_practices_stand_on_the_same_ground(o: Observatoire) -> None:
    for e in o.experiences_triees:
        for other in contrastees(o, e):
            same_objet = e.objet_traite[0] == other.experience.objet_traite[0]
            assert same_objet or e.modalites_animation[:1] == other.experience.modalites_animation[:1]
            assert other.raison.startswith("Même objet" if same_objet else "Même manière")
            assert other.points == len(differences(o, e, other.experience)) > 0


def test_two_practices_differ_as_much_from_either_side(o: Observatoire) -> None:
    for one, other in combinations(o.experiences_triees, 2):
        assert len(differences(o, one, other)) == len(differences(o, other, one)) <= 5
    assert all(differences(o, e, e) == [] for e in o.experiences_triees)


def test_what_a_record_leaves_unsaid_is_no_difference(o: Observatoire) -> None:
    one = o.experiences["apu-alma-gare"]
    silent = one.model_copy(update={"id": "silent", "modalites_animation": (), "porteurs": (), "niveau_constate": None})
    known = replace(o, records={**o.records, "experience": {**o.experiences, "silent": silent}})

    assert differences(known, one, silent) == []


def test_three_practices_contrast_more_than_any_other_three(o: Observatoire) -> None:
    some = o.experiences_triees[:9]

    def contrast(three: tuple[object, ...]) -> int:
        return sum(len(differences(o, a, b)) for a, b in combinations(three, 2))  # type: ignore[arg-type]

    found = trio(o, some)

    assert contrast(found) == max(contrast(three) for three in combinations(some, 3))
    assert [e.id for e in found] == [e.id for e in some if e in found]
    assert trio(o, some[::-1]) == found


def test_fewer_than_three_are_all_kept(o: Observatoire) -> None:
    assert trio(o, o.experiences_triees[:2]) == o.experiences_triees[:2]
    assert trio(o, ()) == ()
