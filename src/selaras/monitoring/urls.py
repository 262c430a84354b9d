"""Addresses of monitoring: reports, evidence, action plans, feedback and requests for it."""

from django.urls import path

from selaras.monitoring.views import lists, reports, steps

app_name = "monitoring"
urlpatterns = [
    path("reports/", lists.reports, name="reports"),
    path("reports/own/", lists.own, name="own"),
    path("reports/people/", lists.people, name="people"),
    path("reports/completion/", lists.completion, name="completion"),
    path("reports/open/", lists.open_report, name="open_report"),
    path("reports/open-month/", lists.open_month, name="open_month"),
    path("reports/<int:report_id>/", reports.report, name="report"),
    path("reports/<int:report_id>/draft/", reports.save, name="save"),
    path("reports/<int:report_id>/withdraw/", reports.withdraw, name="withdraw"),
    path("reports/<int:report_id>/answer/", reports.answer, name="answer"),
    path("reports/<int:report_id>/reply/", reports.reply, name="reply"),
    path("reports/<int:report_id>/paper/", reports.paper, name="report_paper"),
    path("evidence/<int:evidence_id>/", reports.evidence_file, name="evidence"),
    path("plans/<int:plan_id>/steps/", steps.steps, name="steps"),
    path("steps/<int:step_id>/", steps.change_step, name="change_step"),
]
