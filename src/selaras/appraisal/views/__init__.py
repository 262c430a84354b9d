"""Pages of appraisal, one module for each: thin doors to the same operations as the API and the jobs."""

from selaras.appraisal.views.detail import evaluation, step
from selaras.appraisal.views.dispute import decision, objection, statement
from selaras.appraisal.views.lists import evaluations, objections, opinions
from selaras.appraisal.views.moves import move
from selaras.appraisal.views.organisation import achievement, achievements
from selaras.appraisal.views.own import ask, opinion, self_appraisal, self_draft
from selaras.appraisal.views.rating import rate, rate_draft, rate_preview
from selaras.appraisal.views.reuse import reuse, reuse_answer
from selaras.appraisal.views.year import close_window, open_window, papers, windows

__all__ = [
    "achievement", "achievements", "ask", "close_window", "decision", "evaluation", "evaluations", "move",
    "objection", "objections", "open_window", "opinion", "opinions", "papers", "rate", "rate_draft",
    "rate_preview", "reuse", "reuse_answer", "self_appraisal", "self_draft", "statement", "step", "windows",
]  # fmt: skip
