"""Runs of pages, one after the other: each begins on its side, and everything is told on the page where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from observatoire.livret.pagination import Mesure, Plage, Repere, paginate

SIDES = {"gauche": 0, "droite": 1}
measured = st.tuples(st.sampled_from(["", *SIDES]), st.integers(1, 5), st.integers(1, 5))
booklets = st.lists(measured, min_size=1, max_size=30)


def _booklet(drawn: list[tuple[str, int, int]]) -> tuple[list[Plage], dict[str, Mesure]]:
    """Runs on the sides and of the pages that were drawn, each with a mark on its first page and one further."""
    runs = [Plage(f"p{n}", "suite", cote=side, attente="notes" if side else "") for n, (side, _, _) in enumerate(drawn)]
    marks = {
        f"p{n}": Mesure(pages, (Repere(f"p{n}", 1, 0, True), Repere(f"p{n}/note", min(further, pages), 0.5, False)))
        for n, (_, pages, further) in enumerate(drawn)
    }
    return runs, marks


@given(booklets)
def test_a_run_begins_on_its_side_and_right_after_the_one_before_or_a_page_that_is_filled(drawn: list[tuple[str, int, int]]):
    runs, measures = _booklet(drawn)
    pagination = paginate(runs, measures)

    free = 1
    for run in runs:
        first = pagination.places[run.cle].page
        assert first == free + (run.cle in pagination.attentes)
        assert not run.cote or first % 2 == SIDES[run.cote]
        free = first + measures[run.cle].pages
    assert pagination.pages == free - 1


@given(booklets)
def test_a_page_is_filled_only_where_a_side_asks_for_it(drawn: list[tuple[str, int, int]]):
    runs, measures = _booklet(drawn)

    asked = {run.cle for run in runs if run.cote}

    assert paginate(runs, measures).attentes <= asked


@given(booklets)
def test_what_stands_inside_a_run_follows_it(drawn: list[tuple[str, int, int]]):
    runs, measures = _booklet(drawn)
    places = paginate(runs, measures).places

    for n, (_, pages, further) in enumerate(drawn):
        assert places[f"p{n}/note"].page - places[f"p{n}"].page == min(further, pages) - 1


def test_two_layouts_agree_when_everything_stands_on_the_same_pages_a_line_apart():
    runs, measures = _booklet([("", 2, 2), ("gauche", 2, 1)])
    lower = {key: Mesure(m.pages, tuple(mark._replace(haut=mark.haut + 0.03) for mark in m.reperes)) for key, m in measures.items()}
    longer = measures | {"p0": Mesure(3, measures["p0"].reperes)}

    assert paginate(runs, lower).agrees(paginate(runs, measures))
    assert not paginate(runs, longer).agrees(paginate(runs, measures))
