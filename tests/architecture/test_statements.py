"""How many SQL statements each address of routes.yaml costs those who may open it: twelve, or a number with a reason.

Counted as the benchmark counts (benchmarks/pages.py): warm, without BEGIN, SAVEPOINT, RELEASE, COMMIT and SET.
"""

import pytest
from benchmarks.pages import OUTSIDE
from django.db import connection
from django.urls import reverse
from tests.architecture import test_routes
from tests.architecture.test_routes import answer, arguments, table

pytestmark = pytest.mark.django_db
made = test_routes.made
LIMIT = 12
MORE = {
    "organisation:people_export": (17, "a whole table of each kind, none for a single row; the look is recorded"),
}  # fmt: skip
"""No page: a file that needs more. How many, and why; the number never grows with the rows."""
RECORDED = {"Joko": 2}
"""An auditor's look is written down, whatever the page: the event and its readable values."""
READ = sorted(name for name, methods in table().items() if 200 in methods.get("get", {}))


def counted(client, address):
    """How many statements the second look takes."""
    kept = []

    def watch(execute, sql, params, many, context):
        kept.append(sql)
        return execute(sql, params, many, context)

    answer(client, "get", address)
    with connection.execute_wrapper(watch):
        got = answer(client, "get", address)
    assert got.status_code == 200, f"{address}: {got.status_code}"
    return sum(not sql.startswith(OUTSIDE) for sql in kept)


@pytest.mark.parametrize("name", READ)
def test_a_look_takes_no_more_statements_than_the_house_allows(made, name):
    address = reverse(name, kwargs=arguments(name, made))
    costs = {who: counted(made.clients[who], address) for who in table()[name]["get"][200].split()}
    limit, _why = MORE.get(name, (LIMIT, ""))
    dear = {who: cost for who, cost in costs.items() if cost > limit + RECORDED.get(who, 0)}
    assert not dear, f"{name} takes more than {limit} statements: {dear}"


def test_whoever_needs_more_is_known_and_says_why():
    assert set(MORE) <= set(READ)
    assert all(number > LIMIT and why for number, why in MORE.values())
