"""Every workflow table is sound: no state is unreachable, each step has its law, the drawings are fresh."""

from importlib import import_module
from importlib.util import find_spec

import pytest

STAGES = ("organisation", "planning", "monitoring", "appraisal", "recognition", "development", "insight")


def workflows():
    for stage in STAGES:
        if find_spec(f"selaras.{stage}.workflow"):
            yield from import_module(f"selaras.{stage}.workflow").WORKFLOWS


ALL = list(workflows())


def test_there_are_workflows():
    assert ALL


@pytest.mark.parametrize("flow", ALL, ids=lambda flow: flow.name)
def test_no_state_is_unreachable_and_none_is_a_trap(flow):
    reached, grows = {flow.initial}, True
    while grows:
        new = {step.to for step in flow.steps if step.from_ & reached} - reached
        grows = bool(new)
        reached |= new
    assert reached == set(flow.states.values), (
        f"{flow.name}: never reached {set(flow.states.values) - reached}"
    )
    for state in set(flow.states.values) - flow.final:
        assert any(state in step.from_ for step in flow.steps), f"{flow.name}: {state} has no way out"


@pytest.mark.parametrize("flow", ALL, ids=lambda flow: flow.name)
def test_each_step_has_an_article_or_a_stated_reason(flow):
    for step in flow.steps:
        assert len(step.law.strip()) >= 8, f"{flow.name}.{step.name} needs its article or a stated reason"
        assert str(step.label).strip()
    names = [step.name for step in flow.steps]
    assert len(names) == len(set(names))
