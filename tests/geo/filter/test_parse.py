"""The filter as text: read strictly, written in one way, and hostile text is harmless."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import codes
from geo.errors import AtlasError, FilterError
from geo.filter.filter import Filter, day_of, days_since_epoch, read_filter
from geo.filter.parse import CODE_LISTS, PARAMETERS, REPEATABLE, Near, parse_day
from geo.model.schema import INCIDENTS
from tests.geo import oracle as plain
from tests.geo import strategies
from tests.geometry import province, statement

DAY = date(2024, 1, 2)


def ids(atlas, view):
    return atlas.incidents["incident_id"].iloc[view.positions].tolist()


# --- reading and writing --------------------------------------------------------------------------


@settings(max_examples=200)
@given(strategies.params())
def test_a_filter_survives_its_query_string(atlas, params):
    filter_ = Filter.parse(params, atlas)
    again = Filter.parse(filter_.to_query(), atlas)
    assert again == filter_
    assert again.to_query() == filter_.to_query()
    assert Filter.parse("?" + filter_.to_query(), atlas) == filter_
    assert Filter.parse(filter_.to_params(), atlas) == filter_


@given(strategies.params(), st.randoms(use_true_random=False))
def test_the_order_of_parameters_and_values_does_not_matter(atlas, params, random):
    pairs = plain.query(params)
    random.shuffle(pairs)
    shuffled, expected = Filter.parse(urlencode(pairs), atlas), Filter.parse(params, atlas)
    assert shuffled == expected
    assert shuffled.to_query() == expected.to_query()


@given(strategies.params(), strategies.params())
def test_equal_filters_and_only_those_have_one_text(atlas, one, other):
    first, second = Filter.parse(one, atlas), Filter.parse(other, atlas)
    assert (first == second) == (first.to_query() == second.to_query())


@given(strategies.params())
def test_the_absolute_filter_shows_the_same_and_says_its_period(atlas, params):
    filter_ = Filter.parse(params, atlas)
    absolute = filter_.absolute(atlas)
    assert absolute.date_from <= absolute.date_to
    assert absolute.view(atlas).positions.tolist() == filter_.view(atlas).positions.tolist()
    assert absolute.absolute(atlas) == absolute
    assert Filter.parse(absolute.to_query(), atlas) == absolute


@settings(max_examples=60)
@given(st.text(max_size=60))
@example("100% & a=b;c+d #é?")
@example("ｆｕｌｌ　ｗｉｄｔｈ")
@example("\x00\x1f ")
def test_any_words_survive_the_query_string(atlas, words):
    try:
        filter_ = Filter.parse({"q": [words]}, atlas)
    except FilterError:
        return
    assert Filter.parse(filter_.to_query(), atlas) == filter_
    filter_.view(atlas)


def test_defaults_are_not_written(atlas):
    assert Filter.parse("members=1&rule=any&q=", atlas).to_query() == ""
    assert Filter().to_params() == {}


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("group=KH", "group=kh"),
        ("group=Kataib+Hezbollah", "group=kh"),
        ("group=kata%27ib%20hezbollah&group=kh", "group=kh"),
        ("country=iraq", "country=Iraq"),
        ("province=anbar", "province=IQ-AN"),
        ("province=IQG01", "province=IQ-AN"),
        ("base=Ain%20al-Asad", "base=al_asad"),
        ("to=2024-02-04&from=2023-10-17", "from=2023-10-17&to=2024-02-04"),
        ("weapon=rocket&weapon=mortar", "weapon=mortar&weapon=rocket"),
        ("near=33.790000,42.44,50.0", "near=33.79%2C42.44%2C50"),
        ("near=%2033.79%20,%2042.44%20,50", "near=33.79%2C42.44%2C50"),
        ("near=-0.0,-0,50", "near=0%2C0%2C50"),
        ("near=-0.000001,0.000001,50", "near=0%2C0%2C50"),
        ("near=10,100,100", "near=10%2C100%2C100"),
        ("q=%20%20two%09words%20", "q=two%20words"),
    ],
)
def test_one_thing_has_one_text(query, canonical, atlas):
    assert Filter.parse(query, atlas).to_query() == canonical


@given(
    st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000),
    st.integers(1, 20_040_000),
)  # fmt: skip
def test_a_circle_is_written_as_it_is_read(latitude, longitude, metres):
    near = Near(latitude / 1e5 + 0.0, longitude / 1e5 + 0.0, metres / 1e3)
    parts = [float(v) for v in str(near).split(",")]
    assert Near(*parts) == near
    assert "-0," not in str(near) + ","
    assert "e" not in str(near)


def test_a_filter_cannot_be_changed():
    with pytest.raises(AttributeError):
        Filter().rule = "claimed"
    assert hash(Filter()) == hash(Filter())


# --- what is not understood -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "closest"),
    [
        ("group=khh", "kh"),
        ("group=Kataib Hizbolla", "kh"),
        ("country=Irak", "Iraq"),
        ("country=Syri", "Syria"),
        ("province=Anbarr", "IQ-AN"),
        ("base=al-assad", "al_asad"),
        ("type=atack", "attack"),
        ("target=us", "us_coalition"),
        ("weapon=drone", "one_way_attack_drone"),
        ("outcome=intercept", "intercepted"),
        ("confirmation=offical", "official"),
        ("precision=twon", "town"),
        ("rule=claim", "claimed"),
    ],
)
def test_an_unknown_value_is_an_error_that_names_the_closest(query, closest, atlas):
    with pytest.raises(FilterError) as refused:
        Filter.parse(query, atlas)
    (problem,) = refused.value.problems
    name, value = query.split("=")
    assert (problem.parameter, problem.value) == (name, value)
    assert closest in problem.closest
    assert closest in str(problem)


@pytest.mark.parametrize("name", [p for p in PARAMETERS if p != "q"])
def test_a_value_like_nothing_says_what_is_expected(name, atlas):
    with pytest.raises(FilterError, match=rf"^{name}=§§§: .*(allowed are|expected) \S"):
        Filter.parse({name: ["§§§"]}, atlas)


@pytest.mark.parametrize("name", [p for p in PARAMETERS if p != "q"])
def test_an_empty_value_is_an_error_and_no_empty_result(name, atlas):
    with pytest.raises(FilterError):
        Filter.parse(f"{name}=", atlas)


def test_every_problem_is_collected(atlas):
    query = "group=khh&group=kh&group=zzz&from=2024-13-01&weapon=sword&fron=1&near=1"
    with pytest.raises(FilterError) as refused:
        Filter.parse(query, atlas)
    counts = Counter(p.parameter for p in refused.value.problems)
    assert counts == {"fron": 1, "from": 1, "group": 2, "weapon": 1, "near": 1}
    assert len(str(refused.value).splitlines()) == 6


def test_what_is_understood_still_stands_in_a_lenient_reading(atlas):
    reading = read_filter("group=khh&group=kh&weapon=rocket&fron=1", atlas)
    assert reading.filter == Filter(group=("kh",), weapon=("rocket",))
    assert [p.value for p in reading.problems] == ["khh"]
    assert reading.unknown == ("fron",)


@pytest.mark.parametrize("name", sorted(set(PARAMETERS) - REPEATABLE))
def test_a_parameter_that_takes_one_value_refuses_two(name, atlas):
    value = {
        "from": "2024-01-01", "to": "2024-01-01", "members": "0", "rule": "any",
        "precision": "town", "q": "x", "near": "1,1,1",
    }[name]  # fmt: skip
    with pytest.raises(FilterError, match=rf"^{name}=.*twice"):
        Filter.parse({name: [value, value]}, atlas)


@pytest.mark.parametrize("name", sorted(REPEATABLE))
def test_a_repeatable_parameter_takes_two(name, atlas):
    values = {
        "group": ["kh", "iri"], "country": ["Iraq", "Syria"], "province": ["IQ-AN", "SY-DY"],
        "base": ["conoco", "al_asad"], "type": ["strike", "attack"], "target": ["us_coalition"] * 2,
        "weapon": ["rocket", "mortar"], "outcome": ["impact", "failed"],
        "confirmation": ["official", "claimed"], "review": ["checked", "provisional"],
    }[name]  # fmt: skip
    assert getattr(Filter.parse({name: values}, atlas), name) == tuple(sorted(set(values)))


def test_a_period_that_ends_before_it_begins_is_an_error(atlas):
    with pytest.raises(FilterError, match="is after to=2024-01-01"):
        Filter.parse("from=2024-01-02&to=2024-01-01", atlas)


def test_a_name_of_several_things_is_an_error_that_names_them(hand_drawn):
    named = [province("WE-A", name="Twin"), province("WE-B", name="Twin")]
    atlas = hand_drawn(provinces=named)
    with pytest.raises(FilterError, match=r"more than one province.*WE-A, WE-B"):
        Filter.parse("province=twin", atlas)


def test_an_id_wins_over_a_name_and_a_name_over_another_spelling(hand_drawn):
    named = [
        province("WE-A", name="Alpha", aliases=["Beta"]),
        province("WE-B", name="Beta", aliases=["WE-A"]),
    ]
    atlas = hand_drawn(provinces=named)
    assert Filter.parse("province=beta", atlas).province == ("WE-B",)
    assert Filter.parse("province=we-a", atlas).province == ("WE-A",)


@pytest.mark.parametrize(
    ("given_name", "group_id"),
    [
        ("كتائب حزب الله", "kh"),
        ("كَتَائِبُ حِزْبِ اللّٰه", "kh"),
        ("كتـــائب حزب اللـه", "kh"),
        ("حزب الله", "hezbollah"),
        ("حركة حزب الله النجباء", "nujaba"),
        ("أصحاب الكهف", "kahf"),
        ("اصحاب الكهف", "kahf"),
        ("سرايا اولياء الدم", "sad"),
        ("سرايا أوليا الدم", "sad"),
        ("المقاومه الاسلاميه في العراق", "iri"),
        ("المقاومة الإسلامية فى العراق", "iri"),
        ("\u202bالحشد الشعبي\u202c", "pmf"),
        ("حرس الثورة الإسلامیة", "irgc"),
        ("ايران", "iran"),
    ],
)
def test_a_group_is_found_by_its_arabic_name_however_it_is_typed(given_name, group_id, atlas):
    assert Filter.parse({"group": [given_name]}, atlas).group == (group_id,)
    assert Filter.parse({"group": [given_name]}, atlas).to_params() == {"group": [group_id]}


@pytest.mark.parametrize(
    ("given_name", "base_id"),
    [
        ("قاعدة عين الأسد", "al_asad"),
        ("قاعده عين الاسد", "al_asad"),
        ("قاعدة أربيل", "erbil"),
        ("التنف", "tanf"),
        ("القرية الخضراء (حقل العمر)", "green_village"),
        ("البرج 22", "tower22"),
    ],
)
def test_a_base_is_found_by_its_arabic_name_however_it_is_typed(given_name, base_id, atlas):
    assert Filter.parse({"base": [given_name]}, atlas).base == (base_id,)


def test_a_province_is_found_by_its_arabic_name(atlas):
    assert Filter.parse({"province": ["الأنبار"]}, atlas).province == ("IQ-AN",)


def test_an_arabic_name_that_is_not_known_is_an_error_with_the_closest(atlas):
    with pytest.raises(FilterError) as refused:
        Filter.parse({"group": ["كتائب حزب"]}, atlas)
    assert "Kata'ib Hezbollah" in str(refused.value) or "kh" in str(refused.value)


def test_the_closest_names_lead_somewhere(atlas):
    for query in ("group=hezbolah", "base=conocco", "province=deir"):
        with pytest.raises(FilterError) as refused:
            Filter.parse(query, atlas)
        (problem,) = refused.value.problems
        assert problem.closest
        for name in problem.closest:
            Filter.parse({problem.parameter: [name]}, atlas)


# --- hostile input --------------------------------------------------------------------------------

HOSTILE = [
    "\x00", "kh\x00", "x" * 1_000_000, "٢٠٢٤-٠١-٠١", "２０２４-01-01", "²", "@@=alert(1)",
    "<script>alert(1)</script>", "nan", "nan,nan,nan", "inf", "inf,0,1", "1e400", "1e400,0,1",
    "33,44,1e3", "-0.0", "-0.0,-0.0,-0.0", "33.79,42.44,-5", "91,0,1", "0,181,1", "0,0,0",
    "0,0,99999", "33,44", "33,44,5,6", "٣٣,٤٤,٥", "1_0,2,3", "+33,44,5", "33;44;5", "' OR 1=1 --",
    "../../etc/passwd", "%00", "%", "\u202e", "\ufeff", "\ud800", "\udcff", "😀" * 1000,
    "\N{COMBINING ACUTE ACCENT}" * 1000, "=1+1", "2024-02-30", "0000-01-01", "99999-01-01",
    "2024-1-1", "2024-01-01T00:00", "2024-W01-1", "20240101", "a " * 21, "\r\n", "\u2028", "ﷺ" * 9,
]  # fmt: skip


def parse_or_message(query, atlas):
    """Return the filter and no message, or no filter and the message; let other errors through."""
    try:
        return Filter.parse(query, atlas), ""
    except FilterError as error:
        return None, "; ".join(map(str, error.problems))


@pytest.mark.parametrize("name", PARAMETERS)
def test_hostile_values_are_refused_or_harmless(name, atlas):
    for value in HOSTILE:
        filter_, message = parse_or_message({name: [value]}, atlas)
        if filter_ is None:
            assert len(message) < 1500, value[:20]
            assert message.isprintable(), ascii(value[:20])
            continue
        assert name == "q" or value == "-0.0,-0.0,-0.0", f"{name}={value[:20]!a} was taken"
        assert Filter.parse(filter_.to_query(), atlas) == filter_
        assert filter_.view(atlas).total == atlas.total


@pytest.mark.parametrize("value", ["\udcff", "drone\ud800"], ids=ascii)
def test_half_a_surrogate_pair_in_words_is_refused(value, atlas):
    # A shell hands a byte that is not UTF-8 to Python in this way.
    with pytest.raises(FilterError):
        Filter.parse({"q": [value]}, atlas)


@pytest.mark.parametrize("name", ["\x00", "\x1b[2J", "x" * 1_000_000, "<b>", "from\n", "FROM"])
def test_a_hostile_parameter_name_is_refused_in_a_short_printable_message(name, atlas):
    with pytest.raises(FilterError) as refused:
        Filter.parse({name: ["1"]}, atlas)
    assert len(str(refused.value)) < 1500
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("joint", "-_/")
def test_many_words_in_disguise_are_as_many_words(joint, atlas):
    # Each is one word to str.split, and twenty-one to the search, which folds hyphens to blanks.
    with pytest.raises(FilterError, match="at most 20 words"):
        Filter.parse({"q": [f"a{joint}" * 21]}, atlas)


@settings(max_examples=200)
@given(st.text(max_size=200))
@example("&&&==;;")
@example("group=kh&group")
@example("%ff%fe=%ff")
def test_any_query_string_is_read_or_refused(atlas, query):
    filter_, message = parse_or_message(query, atlas)
    assert (filter_ is None) == bool(message)


def test_a_filter_error_is_a_value_error_and_an_atlas_error():
    assert issubclass(FilterError, AtlasError)
    assert issubclass(FilterError, ValueError)


@settings(max_examples=100)
@given(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=30), max_size=3))
def test_any_value_of_any_parameter_is_read_or_refused(atlas, name, values):
    try:
        filter_ = Filter.parse({name: values}, atlas)
    except FilterError:
        return
    filter_.view(atlas)
    assert Filter.parse(filter_.to_query(), atlas) == filter_


def test_parse_day_reads_a_day_and_names_what_it_could_not():
    assert parse_day("since", "2024-02-29") == date(2024, 2, 29)
    with pytest.raises(FilterError, match="since=2023-02-29: there is no such day"):
        parse_day("since", "2023-02-29")


@given(st.dates())
def test_days_since_the_epoch_there_and_back(day):
    assert day_of(days_since_epoch(day)) == day


def test_every_code_list_is_a_column_of_the_schema():
    for name, column in [("type", "event_type"), ("target", "target_side"), ("weapon", "weapons"),
                         ("outcome", "outcome"), ("confirmation", "confirmation"),
                         ("precision", "geo_precision")]:  # fmt: skip
        assert CODE_LISTS[name] == INCIDENTS.column(column).codes
    assert CODE_LISTS["rule"] == tuple(codes.RULE)


def test_a_group_that_nobody_speaks_of_gives_an_empty_result_and_no_error(hand_drawn):
    atlas = hand_drawn(statements=[statement("one", "leaf", "claimed")])
    assert Filter.parse("group=other", atlas).view(atlas).shown == 0
    assert Filter.parse("group=leaf", atlas).view(atlas).shown == 1


def test_members_can_be_left_out_without_a_group(atlas):
    assert Filter.parse("members=0", atlas).view(atlas).shown == len(atlas.incidents)
    assert replace(Filter(), members=False).to_query() == "members=0"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_days_that_no_screen_can_show_are_refused_and_the_reason_said(atlas, day):
    with pytest.raises(FilterError, match="1900 to 2199"):
        Filter.parse({"to": [day]}, atlas)
    assert Filter.parse({"from": ["1900-01-01"], "to": ["2199-12-31"]}, atlas).view(atlas).shown
