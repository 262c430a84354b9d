"""Addresses of planning."""

from django.urls import path

from selaras.planning.views import editor, periods, plans, steps

app_name = "planning"

urlpatterns = [
    path("periods/", periods.period_list, name="periods"),
    path("periods/add/", periods.period_add, name="period_add"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/edit/", periods.period_edit, name="period_edit"),
    path("periods/<int:pk>/step/", periods.period_step, name="period_step"),
    path("periods/<int:pk>/begin-plans/", periods.begin_plans, name="begin_plans"),
    path("windows/<int:pk>/edit/", periods.window_edit, name="window_edit"),
    path("plans/", plans.plan_list, name="plans"),
    path("periods/<int:pk>/begin-mine/", steps.plan_begin, name="plan_begin"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/versions/", plans.plan_versions, name="plan_versions"),
    path("plans/<int:pk>/versions/<int:number>/", plans.plan, name="plan_version"),
    path("plans/<int:pk>/history/", plans.plan_history, name="plan_history"),
    path("plans/<int:pk>/draft/<str:form>/", plans.plan_draft_pdf, name="plan_draft_pdf"),
    path("plans/<int:pk>/step/", steps.plan_step, name="plan_step"),
    path("plans/<int:pk>/change/", steps.plan_change, name="plan_change"),
    path("plans/<int:pk>/discard/", steps.plan_discard, name="plan_discard"),
    path("plans/<int:pk>/close/", steps.plan_close, name="plan_close"),
    path("plans/<int:pk>/appraiser/", steps.plan_appraiser, name="plan_appraiser"),
    path("plans/<int:pk>/copy/", steps.plan_copy, name="plan_copy"),
    path("plans/<int:pk>/take/", steps.plan_take, name="plan_take"),
    path("plans/<int:pk>/edit/", editor.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/behaviour/", editor.plan_behaviour, name="plan_behaviour"),
    path("plans/<int:pk>/annex/", editor.plan_annex, name="plan_annex"),
    path("plans/<int:pk>/check/", editor.plan_check, name="plan_check"),
    path("plans/<int:pk>/results/add/", editor.result_add, name="result_add"),
    path("plans/<int:pk>/results/<int:lineage>/", editor.result, name="result"),
    path("plans/<int:pk>/results/<int:lineage>/autosave/", editor.result_autosave, name="result_autosave"),
    path("plans/<int:pk>/results/<int:lineage>/act/", steps.result_act, name="result_act"),
]
