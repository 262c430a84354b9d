"""Asks before a step that touches many people or cannot be undone: a page with what follows, yes, and a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from selaras.core.verdict import YES, Refused, Sentence, Verdict

Crumb = tuple[Sentence, str | None]


@dataclass(frozen=True)
class Question:
    """What a person confirms: the title asks, `consequences` count what follows, `yes` names the deed.

    `warnings` are what speaks against it; a `verdict` that refuses shows its reason instead of the button. The page
    answers on its own address: GET asks, POST does it, so it may be reloaded and carries no hidden state.
    """

    title: Sentence
    yes: Sentence
    back: str
    consequences: Sequence[Sentence] = ()
    warnings: Sequence[Sentence] = ()
    breadcrumb: Sequence[Crumb] = ()
    version: int | None = None
    verdict: Verdict = YES
    is_grave: bool = False


def confirm(request: HttpRequest, question: Question, operation: Callable[[int | None], str]) -> HttpResponse:
    """Ask on GET; on POST run `operation` with the version that was seen and go to the address it returns.

    A refusal shows the question again with its sentence; a verdict that says no refuses the POST as well.
    """
    status, refused = 200, "" if question.verdict.allowed else question.verdict.reason
    if request.method == "POST":
        if refused:
            status = 409
        else:
            try:
                return redirect(operation(_sent_version(request)))
            except Refused as refusal:
                status, refused = refusal.status, refusal.sentence
    context = {"question": question, "refused": refused}
    return render(request, "confirm.html", context, status=status)


def _sent_version(request: HttpRequest) -> int | None:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
