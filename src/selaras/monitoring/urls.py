"""Addresses of monitoring: reports, evidence, action plans, feedback and requests for it."""

from django.urls import path

from selaras.monitoring.views import feedback, lists, personal, reports, requests, sending, steps

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
    path("reports/<int:report_id>/submit/", sending.submit, name="submit"),
    path("reports/<int:report_id>/withdraw/", reports.withdraw, name="withdraw"),
    path("reports/<int:report_id>/answer/", reports.answer, name="answer"),
    path("reports/<int:report_id>/reply/", reports.reply, name="reply"),
    path("reports/<int:report_id>/paper/", reports.paper, name="report_paper"),
    path("reports/evidence/<int:evidence_id>/", reports.evidence_file, name="evidence"),
    path("reports/plans/<int:plan_id>/steps/", steps.steps, name="steps"),
    path("feedback/", feedback.received, name="feedback"),
    path("feedback/given/", feedback.given, name="given"),
    path("feedback/people/", feedback.about_people, name="about_people"),
    path("feedback/give/", feedback.give, name="give"),
    path("feedback/give/<int:plan_id>/", feedback.give_to, name="give_to"),
    path("feedback/<int:feedback_id>/reply/", feedback.reply, name="feedback_reply"),
    path("feedback/<int:feedback_id>/file/", feedback.file, name="feedback_file"),
    path("feedback/plans/<int:plan_id>/paper/", feedback.paper, name="feedback_paper"),
    path("feedback/requests/", requests.requests, name="requests"),
    path("feedback/asked/", requests.asked_of_me, name="asked_of_me"),
    path("feedback/requests/<int:request_id>/", requests.answer, name="request"),
    path("feedback/requests/<int:request_id>/close/", requests.close, name="close_request"),
    path("feedback/requests/<int:request_id>/cannot/", requests.decline, name="decline_request"),
    path("feedback/requests/<int:request_id>/link/", requests.link, name="request_link"),
    path("feedback/plans/<int:plan_id>/ask/", requests.ask, name="ask"),
    path("feedback/plans/<int:plan_id>/ask/external/", requests.ask_external, name="ask_external"),
    path("feedback/plans/<int:plan_id>/ask/<int:person_id>/", requests.ask_person, name="ask_person"),
    path("feedback/link/<str:token>/", personal.personal, name="personal"),
    path("reports/steps/<int:step_id>/", steps.change_step, name="change_step"),
]
