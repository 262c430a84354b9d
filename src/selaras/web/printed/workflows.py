"""Prints every workflow table: its steps with label, states, who may, article; and its drawing."""

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from selaras.core.workflow import Step, Workflow
from selaras.web.printed.tables import GENERATED, both, said, table

INTRODUCTION = """# Workflows

Each table below is the table that the program runs by: the buttons on a page, the links of the API and the
reminders come from it. A step that is not in a table cannot be taken. Labels are printed in Indonesian with the
English beside."""
HEAD = ("step", "label", "from", "to", "who may", "article or stated reason")


def page() -> str:
    """Return docs/workflows.md."""
    parts = [GENERATED, INTRODUCTION]
    for stage, flows in by_stage():
        parts.append(f"## {stage.capitalize()}")
        parts.extend(drawn(flow) for flow in flows)
    return "\n\n".join(parts) + "\n"


def by_stage() -> Iterator[tuple[str, tuple[Workflow, ...]]]:
    """Give the workflows of each stage, in the order of the cycle."""
    for config in apps.get_app_configs():
        if config.name.startswith("selaras.") and find_spec(f"{config.name}.workflow"):
            flows = getattr(import_module(f"{config.name}.workflow"), "WORKFLOWS", ())
            if flows:
                yield config.label, flows


def drawn(flow: Workflow) -> str:
    """Return the table and the drawing of one workflow."""
    rows = [row(flow, step) for step in flow.steps]
    return f"### `{flow.name}`\n\n{table(HEAD, rows)}\n\n{drawing(flow)}"


def row(flow: Workflow, step: Step) -> tuple[str, ...]:
    """Return what one step is."""
    label = both(step.label) + (" · with a reason" if step.needs_reason else "")
    return (
        f"`{step.name}`",
        label,
        ", ".join(named(flow, state) for state in flow.states.values if state in step.from_),
        named(flow, step.to),
        who(step),
        step.law,
    )


def named(flow: Workflow, state: str) -> str:
    """Return a state by its label."""
    return both(flow.states(state).label)


def who(step: Step) -> str:
    """Return the predicate that decides who may, with the first sentence it says about itself."""
    predicate = step.may.func if isinstance(step.may, partial) else step.may
    words = (predicate.__doc__ or "").strip().partition("\n")[0]
    text = f"`{getattr(predicate, '__name__', type(predicate).__name__)}`{': ' if words else ''}{words}"
    return f"{text} Also a job, when its time has come." if step.by_job else text


def drawing(flow: Workflow) -> str:
    """Return the workflow as a Mermaid diagram of states."""
    order = list(flow.states.values)
    lines = [f'    state "{said(flow.states(state).label, "id")}" as {state}' for state in order]
    lines.append(f"    [*] --> {flow.initial!s}")
    for step in flow.steps:
        ways = [state for state in order if state in step.from_]
        lines.extend(f"    {state} --> {step.to!s}: {step.name}" for state in ways)
    lines.extend(f"    {state} --> [*]" for state in order if state in flow.final)
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
