"""Writes of planning: years, strategy and agreements, plans, the matrix, socialisation."""

from selaras.planning.operations.content import (
    IndicatorInput,
    ResultInput,
    approve_assignment,
    move_result,
    remove_result,
    save_result,
)
from selaras.planning.operations.copying import copy_from_last_year
from selaras.planning.operations.periods import (
    change_period,
    change_window,
    close_period,
    create_period,
    open_period,
    reopen_period,
)
from selaras.planning.operations.plans import change_appraiser, close_plan, create_plan, create_plans
from selaras.planning.operations.sections import save_expectations, save_provisions
from selaras.planning.operations.steps import (
    FindingsRefused,
    agree,
    begin_change,
    discard_change,
    return_plan,
    set_plan,
    sign,
    submit,
    withdraw,
)

__all__ = [
    "FindingsRefused",
    "IndicatorInput",
    "ResultInput",
    "agree",
    "approve_assignment",
    "begin_change",
    "change_appraiser",
    "change_period",
    "change_window",
    "close_period",
    "close_plan",
    "copy_from_last_year",
    "create_period",
    "create_plan",
    "create_plans",
    "discard_change",
    "move_result",
    "open_period",
    "remove_result",
    "reopen_period",
    "return_plan",
    "save_expectations",
    "save_provisions",
    "save_result",
    "set_plan",
    "sign",
    "submit",
    "withdraw",
]
