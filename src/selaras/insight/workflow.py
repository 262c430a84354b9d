"""The states of a survey."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.workflow import Step, Workflow
from selaras.insight.models import SurveyState
from selaras.insight.permissions import can_end_survey, can_run_survey

SURVEY = Workflow(
    name="survey",
    states=SurveyState,
    initial=SurveyState.DRAFT,
    final=frozenset({SurveyState.CLOSED}),
    steps=(
        Step(
            "open",
            _("Open the survey"),
            frozenset({SurveyState.DRAFT}),
            SurveyState.OPEN,
            can_run_survey,
            "Evaluation of the process itself: PermenPANRB 6/2022 Pasal 36",
        ),
        Step(
            "close",
            _("Close the survey and show the results"),
            frozenset({SurveyState.OPEN}),
            SurveyState.CLOSED,
            can_run_survey,
            "Evaluation of the process itself: PermenPANRB 6/2022 Pasal 36",
        ),
        Step(
            "end",
            _("End the survey after its last day"),
            frozenset({SurveyState.OPEN}),
            SurveyState.CLOSED,
            can_end_survey,
            "House rule: after its last day nobody can answer any more, so its results are shown",
            by_job=True,
        ),
    ),
)
WORKFLOWS = (SURVEY,)
