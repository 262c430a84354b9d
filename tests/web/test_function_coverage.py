"""The coverage of the law by function: what is asked shows who asks it, and what nobody asks shows as a gap."""

from selaras.web.printed import coverage, functions


def test_a_function_shows_its_cases_and_who_asks_it():
    node = "selaras.rules.appraisers:can_appraise"
    assert any(one.startswith("can-appraise (") for one in functions.cases_of(node))
    assert "regulations:calculator who-appraises" in functions.doors_of(node)


def test_a_function_that_nobody_asks_shows_as_a_gap():
    assert functions.doors_of("selaras.rules.nothing:at_all") == ()
    told = {name: (cases, doors) for name, cases, doors in functions.rows(coverage.some)}
    assert all(name in coverage.page() for name in list(told)[:3])
    assert coverage.NONE in {doors for _cases, doors in told.values()}


def test_no_ruling_about_appraisers_is_asked_by_nobody():
    asked = [node for node in functions.public() if node.startswith("selaras.rules.appraisers:")]
    assert not [node for node in asked if not functions.doors_of(node) and "plan_dialogue" not in node]
