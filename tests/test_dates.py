"""Partial dates and hours: read, ordered, printed in French."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.dates import ANNEES, MOIS, PartialDate, check_hour, minutes, period, propose_date, propose_hour

NBSP = "\u00a0"


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    year = draw(st.sampled_from(ANNEES))
    month = draw(st.none() | st.integers(1, 12))
    day = draw(st.none() | st.integers(1, calendar.monthrange(year, month)[1])) if month else None
    return PartialDate(year, month, day, draw(st.booleans()))


@given(dates())
def test_what_is_written_reads_back(date):
    assert PartialDate.parse(str(date)) == date


@given(dates(), dates())
def test_order_is_that_of_the_iso_text(one, other):
    assert (one.sort_key < other.sort_key) == (one.iso < other.iso)


@given(dates())
def test_french_says_the_year_the_month_and_the_day(date):
    words = date.en_francais.split(NBSP)

    assert words[-1] == str(date.annee)
    assert ("vers" in words) == date.approximative
    assert date.mois is None or MOIS[date.mois - 1] in words


@given(dates())
def test_a_right_date_is_its_own_proposal(date):
    assert propose_date(date.iso) == date.iso


@given(st.text(max_size=30))
def test_no_text_makes_reading_fail_otherwise_than_told(text):
    proposal = propose_date(text)
    hour = propose_hour(text)

    assert proposal is None or PartialDate.parse(proposal)
    assert hour is None or minutes(hour) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "2013-13",
        "2013-02-30",
        "2013-00",
        "0000",
        "vers 0001",
        "1799-12-31",
        "2100",
        "9999",
        "13",
        "2013-5",
        "2013-05-17T10:00",
        "vers",
        "2013 ",
        "\u0662\u0660\u0661\u0663",
    ],
)
def test_what_no_calendar_has_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("2013", "2013"),
        ("2013-05", f"mai{NBSP}2013"),
        ("2013-05-17", f"17{NBSP}mai{NBSP}2013"),
        ("2013-05-01", f"1er{NBSP}mai{NBSP}2013"),
        ("vers 1989", f"vers{NBSP}1989"),
    ],
)
def test_dates_are_printed_in_french(text, french):
    assert PartialDate.parse(text).en_francais == french


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17/05/2013", "2013-05-17"),
        ("17.05.2013", "2013-05-17"),
        ("05/17/2013", "2013-05-17"),
        ("31/09/2011", "2011-09"),
        ("2011-09-31", "2011-09"),
        ("2013-5-1", "2013-05-01"),
        ("2013/05", "2013-05"),
        ("mai 2013", "2013-05"),
        ("1er mai 2013", "2013-05-01"),
        ("sept. 2013", "2013-09"),
        ("Février 2014", "2014-02"),
        ("fevrier 2014", "2014-02"),
        ("ju 2013", None),
        ("hier", None),
        ("2013-2014", None),
    ],
)
def test_the_date_most_likely_meant_is_proposed(written, meant):
    assert propose_date(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9:30", "9h30"),
        ("09h30", "9h30"),
        ("9 heures 30", "9h30"),
        ("14", None),
        ("9.30", "9h30"),
        ("14 h", "14h"),
        ("25h00", None),
        ("midi", None),
    ],
)
def test_the_hour_most_likely_meant_is_proposed(written, meant):
    assert propose_hour(written) == meant


@pytest.mark.parametrize(("hour", "count"), [("9h30", 570), ("0h00", 0), ("14h", 840), ("23h59", 1439)])
def test_an_hour_counts_minutes_since_midnight(hour, count):
    assert check_hour(hour) == hour
    assert minutes(hour) == count


@pytest.mark.parametrize("hour", ["9:30", "24h00", "9h60", "", "\u0669h30"])
def test_what_no_clock_shows_is_refused(hour):
    with pytest.raises(ValueError):
        minutes(hour)


@pytest.mark.parametrize(
    ("debut", "fin", "en_cours", "said"),
    [
        ("1994", "2001", False, "1994–2001"),
        ("1994", "1994", False, "1994"),
        ("2010", None, True, "depuis 2010"),
        ("2010-09-09", None, True, f"depuis le 9{NBSP}septembre{NBSP}2010"),
        ("2010", None, False, "2010"),
        (None, "1999", False, "jusqu’en 1999"),
        (None, "1999-05-02", False, f"jusqu’au 2{NBSP}mai{NBSP}1999"),
        (None, None, False, ""),
    ],
)
def test_a_period_says_what_is_known_of_it(debut, fin, en_cours, said):
    read = [PartialDate.parse(text) if text else None for text in (debut, fin)]

    assert period(*read, en_cours=en_cours) == said


def test_the_day_of_the_week_is_known_only_with_the_day():
    assert PartialDate.parse("2013-05-17").jour_de_semaine == "vendredi"
    assert PartialDate.parse("2013-05").jour_de_semaine == ""
