"""Components escape what people type, say what is required, and guard every write."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import engines

from selaras.core.verdict import YES, no
from selaras.core.workflow import OpenStep, Step
from selaras.web import widgets

EVIL = '<script>alert("x")</script>'
SAFE = "&lt;script&gt;"


def render(source: str, **context) -> str:
    page = '{% import "components/ui.html" as ui %}' + source
    return engines["jinja2"].from_string(page).render(context)


@pytest.mark.parametrize(
    "call",
    [
        "ui.page_header(evil, breadcrumb=[(evil, None)], subtitle=evil)",
        "ui.button(evil, href=evil, attrs={'data-x': evil})",
        "ui.button(evil, disabled=True, reason=evil)",
        "ui.key_figure(evil, evil, evil, href=evil)",
        "ui.empty_state(evil, evil)",
        "ui.notice(evil, title=evil)",
        "ui.definition([(evil, evil)])",
        "ui.task(evil, evil, evil, note=evil)",
        "ui.tabs([{'label': evil, 'href': evil, 'current': True}], evil)",
        "ui.stepper([{'label': evil, 'state': 'done'}], evil)",
        "ui.progress(evil, 1, 2)",
        "ui.status_badge(evil)",
        "ui.person_chip(evil, evil, evil, href=evil)",
        "ui.timeline([{'label': evil, 'state': 'done', 'by': evil, 'note': evil}])",
        "ui.explanation([{'text': evil, 'value': evil, 'citation': evil, 'confidence': evil}])",
        "ui.history([{'who': evil, 'what': evil, 'at': None, 'reason': evil}])",
        "ui.visibility_note([evil])",
        "ui.tree([{'label': evil, 'note': evil, 'href': evil, 'children': []}], evil)",
        "ui.bars(charts.bars(evil, [(evil, 3, 'blue')]))",
        "ui.stacked(charts.stacked(evil, [(evil, 'blue')], [(evil, [3])]))",
        "ui.line(charts.line(evil, [evil], [(evil, 'blue', [3])]))",
        "ui.matrix(charts.matrix(evil, evil, evil, [evil], [evil], [[(3, evil, 'blue')]]))",
    ],
)
def test_text_is_escaped(call: str) -> None:
    html = render("{{ " + call + " }}", evil=EVIL)
    assert "<script" not in html and SAFE in html
    assert 'alert("x")' not in html


class PlanForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Rencana hasil kerja", help_text="Rumuskan sebagai hasil.")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    target = forms.IntegerField(label="Target")


def test_form_guards_its_write_and_names_what_is_required(request_of) -> None:
    html = render("{{ ui.form(request, form, version=4) }}", request=request_of("/"), form=PlanForm())
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{20,}"', html)
    assert html.count('name="version"') == 1 and 'name="version" value="4"' in html
    assert re.search(r'name="idempotency_key" value="[0-9a-f-]{36}"', html)
    assert html.count("wajib") == 2
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.index("Rumuskan sebagai hasil.") < html.index('name="title"')
    assert 'inputmode="numeric"' in html


class LimitedForm(forms.Form):
    text = forms.CharField(max_length=1600, widget=forms.Textarea(attrs={"maxlength": 1600}))


def test_no_browser_cuts_a_long_text_without_a_word(request_of) -> None:
    html = render("{{ ui.form(request, form) }}", request=request_of("/"), form=LimitedForm())
    assert "maxlength" not in html and 'data-limit="1600"' in html
    assert 'id="id_text_limit"' in html and "1.600 karakter" in html
    form = LimitedForm({"text": "a" * 1601})
    html = render("{{ ui.form(request, form) }}", request=request_of("/"), form=form)
    assert "a" * 1601 in html and 'aria-invalid="true"' in html


def test_no_template_cuts_a_long_text_without_a_word() -> None:
    folder = Path(widgets.__file__).parent / "templates"
    cutting = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        for tag in re.findall(r"<textarea[^>]*>|ui\.field\([^}]*", path.read_text(encoding="utf-8"))
        if "maxlength" in tag
    }
    assert cutting == set()


def test_a_reason_is_counted_and_never_cut() -> None:
    html = render('{{ ui.long_text("why", "Alasan") }}')
    assert "maxlength" not in html and 'data-limit="2000"' in html and 'id="why_limit"' in html


def test_form_takes_the_version_that_it_holds_itself(request_of) -> None:
    form = PlanForm(initial={"version": 9})
    html = render("{{ ui.form(request, form) }}", request=request_of("/"), form=form)
    assert html.count('name="version"') == 1 and 'name="version" value="9"' in html


def test_errors_are_summed_up_and_linked() -> None:
    form = PlanForm({"title": "", "target": "x"})
    html = render("{{ ui.form_errors(form) }}{{ ui.fields(form) }}", form=form)
    assert "Ada 2 hal yang perlu diperbaiki" in html
    assert '<a href="#id_title">' in html and 'id="id_title"' in html
    assert html.count('aria-invalid="true"') == 2


def step(name: str, verdict, needs_reason: bool = False) -> OpenStep:
    return OpenStep(
        Step(name, name.title(), frozenset({"DRAFT"}), "SET", lambda *_: YES, "law", needs_reason), verdict
    )


def test_only_the_first_step_is_primary_and_a_refusal_says_why(request_of) -> None:
    steps = [step("return", YES, True), step("agree", YES), step("set", no("Belum ditandatangani pegawai."))]
    html = render(
        "{{ ui.workflow_buttons(request, steps, '/go/', 3) }}", request=request_of("/"), steps=steps
    )
    assert html.count('<summary class="btn btn-primary">') == 1
    assert '<button class="btn " type="submit">Agree</button>' in html
    assert "Belum ditandatangani pegawai." in html and 'aria-describedby="why-set"' in html
    assert html.count('name="idempotency_key"') == 2 and 'name="reason"' in html
    assert 'value="set"' not in html


def test_a_way_back_is_not_primary_while_the_next_step_is_refused(request_of) -> None:
    steps = [step("agree", no("Hanya penilai.")), step("withdraw", YES)]
    html = render("{{ ui.workflow_buttons(request, steps) }}", request=request_of("/"), steps=steps)
    assert "btn-primary" not in html


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "terlambat 3 hari"), (0, "Hari ini hari terakhir"), (2, "tersisa 2 hari"), (None, "Sampai")],
)
def test_deadline_says_how_long(days: int | None, words: str) -> None:
    assert words in render("{{ ui.deadline(None, days) }}", days=days)


def test_a_deadline_never_breaks_inside_its_date() -> None:
    html = render("{{ ui.deadline(until, 9) }}", until=date(2026, 11, 30))
    assert '<span class="sl-whole">30 November 2026</span>' in html


def test_steps_beside_a_primary_action_of_the_page_do_not_lead(request_of) -> None:
    html = render(
        "{{ ui.workflow_buttons(request, steps, leads=False) }}",
        request=request_of("/"),
        steps=[step("close", YES)],
    )
    assert "btn-primary" not in html


def test_pagination_is_silent_where_the_empty_state_speaks(request_of) -> None:
    page = Paginator([], 20).page(1)
    page.total = 0
    assert "<nav" not in render("{{ ui.pagination(request, page) }}", request=request_of("/"), page=page)


def test_pagination_keeps_the_filters_and_stays_bounded(request_of) -> None:
    request = request_of("/people/?unit=3&page=5")
    page = Paginator(range(10_000), 20).page(250)
    page.total = 10_000
    html = render("{{ ui.pagination(request, page) }}", request=request, page=page)
    assert "4.981–5.000 dari 10.000" in html
    assert "?unit=3&amp;page=251" in html and html.count("<a ") <= 9


def test_table_sorts_by_address_and_says_the_direction(request_of) -> None:
    request = request_of("/people/?sort=name&page=2")
    columns = [{"label": "Nama", "sort": "name"}, {"label": "Laporan", "num": True}]
    html = render("{% call ui.table(columns, 'P', request) %}{% endcall %}", request=request, columns=columns)
    assert 'aria-sort="ascending"' in html and "?sort=-name" in html and "page=2" not in html


def test_filter_keeps_what_was_chosen(request_of) -> None:
    filters = [{"name": "unit", "label": "Unit", "options": [("", "Semua"), (3, "Sekretariat")]}]
    request = request_of("/people/?q=%22%3Esari&unit=3")
    html = render("{{ ui.filter_bar(request, 'Cari', filters) }}", request=request, filters=filters)
    assert '<option value="3" selected>' in html and 'value="&#34;&gt;sari"' in html


def test_finished_work_no_longer_asks(request_of) -> None:
    job = SimpleNamespace(
        label="Impor",
        done=9,
        total=9,
        finished=True,
        outcome="9 pegawai.",
        report_url="/r/",
        seconds_left=None,
    )
    html = render("{{ ui.job_progress(job, '/jobs/1/') }}", job=job)
    assert "every 2s" not in html and "9 pegawai." in html and 'href="/r/"' in html


@pytest.mark.parametrize("code", ["THUMB", "SMILE", "FROWN"])
def test_a_symbol_of_feedback_has_one_name_wherever_it_is_shown(code: str) -> None:
    from selaras.monitoring.models import Symbol

    remark = {"giver_kind": "PEER", "giver": "W", "given_on": None, "text": "x", "symbol": code}
    source = '{% import "appraisal/parts.html" as parts %}{{ parts.remarks([remark]) }}'
    assert str(Symbol(code).label) in render(source, remark=remark)
