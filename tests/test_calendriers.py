"""Calendars, read by another library (vobject) and by a real calendar program (khal)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from conftest import PETIT, Observatory
from observatoire import loading
from observatoire.exports import calendriers

SITE = "https://exemple.fr/obs/"
JUIN = "groupes/rencontres/2013-06-14-groupe-est.yml"
ANNONCE = (PETIT / "groupes/rencontres/2013-07-05-groupe-ouest.yml").read_text(encoding="utf-8")


def calendars(root: Path, adresse: str = SITE) -> dict[str, str]:
    """Content of each calendar by the last part of its path."""
    return {export.path.split("/")[1]: export.content for export in calendriers.render(loading.load(root), adresse)}


def events(content: str) -> dict[str, Any]:
    """Events by their title, as vobject understands them."""
    return {event.summary.value: event for event in vobject.readOne(content).contents.get("vevent", [])}


def meeting(day: str, extra: str = "", titre: str = "Une journée") -> str:
    """An announced meeting of the West group, on ``day``."""
    lines = [line for line in ANNONCE.splitlines() if not line.startswith(("titre:", "date:", "numero:"))]
    return "\n".join([f"titre: {titre}", *lines, f"date: {day}", extra]) + "\n"


@pytest.fixture
def khal(tmp_path: Path) -> Callable[[str], list[str]]:
    """A function that gives a calendar to khal, as a subscription does, and says what khal then shows of the years 2013 and 2014."""
    program = shutil.which("khal")
    assert program, "no khal: sh tests/outils/installer.sh"
    home = tmp_path / "agenda"
    (home / "cal").mkdir(parents=True)
    formats = ("timeformat = %H:%M", *(f"{name} = %Y-%m-%d" for name in ("dateformat", "longdateformat")),
               *(f"{name} = %Y-%m-%d %H:%M" for name in ("datetimeformat", "longdatetimeformat")))  # fmt: skip
    config = home / "config"
    config.write_text(
        f"[calendars]\n[[groupe]]\npath = {home / 'cal'}\ntype = calendar\n[locale]\nlocal_timezone = Europe/Paris\n"
        f"default_timezone = Europe/Paris\n" + "\n".join(formats) + f"\n[sqlite]\npath = {home / 'khal.db'}\n",
        encoding="utf-8",
    )

    def show(content: str) -> list[str]:
        (home / "recu.ics").write_text(content, encoding="utf-8", newline="")
        subprocess.run([program, "-c", config, "import", "--batch", home / "recu.ics"], check=True, capture_output=True)
        asked = [
            "list",
            "--day-format",
            "",
            "--format",
            "{cancelled}{start-date} {start-time}-{end-time} {title}",
            "2013-01-01",
            "2014-12-31",
        ]
        shown = subprocess.run([program, "-c", config, *asked], check=True, capture_output=True, text=True, encoding="utf-8")
        return [line for line in shown.stdout.splitlines() if line]

    return show


def test_each_group_has_its_calendar_and_all_public_events_share_one() -> None:
    assert sorted(calendars(PETIT)) == ["evenements.ics", "groupe-est.ics", "groupe-ouest.ics"]


def test_another_library_reads_the_day_the_place_and_what_to_know() -> None:
    event = events(calendars(PETIT)["groupe-est.ics"])["Ceux qui ne viennent pas"]

    assert event.dtstart.value.astimezone(UTC) == datetime(2013, 6, 14, 7, 30, tzinfo=UTC)
    assert event.dtend.value.astimezone(UTC) == datetime(2013, 6, 14, 14, 30, tzinfo=UTC)
    assert event.location.value == "Centre social du Canal, Arras"
    assert "Qui manque, et comment le sait-on\u202f?" in event.description.value
    assert "boucle magnétique" in event.description.value
    assert event.url.value == "https://exemple.fr/obs/rencontres/2013-06-14-groupe-est/"
    assert event.status.value == "CONFIRMED"


def test_nobody_is_named_in_a_calendar() -> None:
    for content in calendars(PETIT).values():
        assert "Camille" not in content
        assert "Sacha" not in content
        assert "chercheuse" not in content


def test_minutes_are_not_in_a_calendar() -> None:
    assert "voisine" not in calendars(PETIT)["groupe-est.ics"]
    assert "brouillon" not in calendars(PETIT)["groupe-est.ics"]


def test_lines_are_folded_and_end_as_the_standard_asks() -> None:
    for content in calendars(PETIT).values():
        lines = content.split("\r\n")
        assert "\n" not in "".join(lines)
        assert all(len(line.encode()) <= 75 for line in lines)


def test_the_same_day_in_two_groups_is_one_event() -> None:
    found = calendars(PETIT)
    east, west = (events(found[f"groupe-{zone}.ics"])["Journée de lancement"] for zone in ("est", "ouest"))

    assert east.uid.value == west.uid.value == "2013-05-17-journee-de-lancement@exemple.fr"


def test_hours_follow_the_change_to_summer_time(observatory: Observatory) -> None:
    root = observatory(
        {
            "groupes/rencontres/2014-03-28-groupe-ouest.yml": meeting("2014-03-28", titre="Avant le changement d’heure"),
            "groupes/rencontres/2014-04-04-groupe-ouest.yml": meeting("2014-04-04", titre="Après le changement d’heure"),
        }
    )

    found = events(calendars(root)["groupe-ouest.ics"])

    assert found["Avant le changement d’heure"].dtstart.value.astimezone(UTC).hour == 8
    assert found["Après le changement d’heure"].dtstart.value.astimezone(UTC).hour == 7


def test_a_real_program_shows_local_hours_before_and_after_the_change(observatory: Observatory, khal: Callable[[str], list[str]]) -> None:
    root = observatory(
        {
            "groupes/rencontres/2014-03-28-groupe-ouest.yml": meeting("2014-03-28", titre="Avant"),
            "groupes/rencontres/2014-04-04-groupe-ouest.yml": meeting("2014-04-04", titre="Après"),
        }
    )

    shown = khal(calendars(root)["groupe-ouest.ics"])

    assert "2014-03-28 09:30-16:30 Avant" in shown
    assert "2014-04-04 09:30-16:30 Après" in shown


def test_a_meeting_that_moves_is_updated_and_not_doubled(observatory: Observatory, khal: Callable[[str], list[str]]) -> None:
    before = "groupes/rencontres/2014-03-28-groupe-ouest.yml"
    announced = calendars(observatory({before: meeting("2014-03-28")}))["groupe-ouest.ics"]
    moved = (
        "anciens_identifiants: [2014-03-28-groupe-ouest]\nmodifications:\n  - date: 2014-03-02\n    texte: La salle n’est pas libre le 28."
    )
    after = calendars(observatory({before: None, "groupes/rencontres/2014-04-04-groupe-ouest.yml": meeting("2014-04-04", moved)}))

    khal(announced)
    shown = khal(after["groupe-ouest.ics"])

    assert [line for line in shown if line.endswith("Une journée")] == ["2014-04-04 09:30-16:30 Une journée"]
    old, new = (events(content)["Une journée"] for content in (announced, after["groupe-ouest.ics"]))
    assert old.uid.value == new.uid.value
    assert int(old.sequence.value) < int(new.sequence.value)
    assert "La salle n’est pas libre le 28." in new.description.value
    assert new.last_modified.value == datetime(2014, 3, 2, tzinfo=UTC)


def test_a_meeting_called_off_stays_and_says_so(observatory: Observatory, khal: Callable[[str], list[str]]) -> None:
    path = "groupes/rencontres/2014-03-28-groupe-ouest.yml"
    announced = calendars(observatory({path: meeting("2014-03-28")}))["groupe-ouest.ics"]
    text = meeting("2014-03-28").replace("etat_rencontre: annoncee", "etat_rencontre: annulee")
    called_off = calendars(observatory({path: text}))["groupe-ouest.ics"]

    assert "2014-03-28 09:30-16:30 Une journée" in khal(announced)
    assert "CANCELLED 2014-03-28 09:30-16:30 Annulée : Une journée" in [line.replace("\u00a0", " ") for line in khal(called_off)]
    assert events(called_off)["Annulée\u00a0: Une journée"].status.value == "CANCELLED"


def test_a_day_without_hours_lasts_the_day_and_a_month_alone_is_left_out(observatory: Observatory) -> None:
    whole = "\n".join(line for line in meeting("2014-02-07").splitlines() if not line.startswith(("horaires:", "  debut", "  fin")))
    root = observatory(
        {
            "groupes/rencontres/2014-02-07-groupe-ouest.yml": whole + "\n",
            "groupes/rencontres/2014-03-groupe-ouest.yml": meeting("2014-03", titre="Un jour de mars"),
        }
    )

    found = events(calendars(root)["groupe-ouest.ics"])

    assert (found["Une journée"].dtstart.value, found["Une journée"].dtend.value) == (date(2014, 2, 7), date(2014, 2, 8))
    assert "Un jour de mars" not in found


def test_training_sessions_and_the_forum_are_among_the_public_events() -> None:
    found = events(calendars(PETIT)["evenements.ics"])

    assert found["Formation\u00a0: inviter et accueillir"].dtstart.value == date(2013, 10, 4)
    assert found["Forum imaginaire de la démocratie participative"].location.value == "Grande salle, Lille"
    assert "Ceux qui ne viennent pas" not in found


def test_calendars_lead_only_to_pages_that_exist(petit_site: Path) -> None:
    for content in calendars(PETIT, "https://exemple.fr/").values():
        for event in events(content).values():
            assert (petit_site / event.url.value.removeprefix("https://exemple.fr/") / "index.html").is_file()
