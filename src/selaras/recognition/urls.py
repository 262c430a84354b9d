"""Addresses of recognition."""

from django.urls import path

from selaras.recognition.views import awards, consequences, rounds, sanctions, wall

app_name = "recognition"
urlpatterns = [
    path("recognition/", wall.awards, name="awards"),
    path("recognition/people/", wall.people, name="people"),
    path("recognition/praise/new/", wall.praise_new, name="praise_new"),
    path("recognition/praise/<int:pk>/withdraw/", wall.praise_withdraw, name="praise_withdraw"),
    path("recognition/months/new/", rounds.round_new, name="round_new"),
    path("recognition/months/<int:pk>/", rounds.award_round, name="round"),
    path("recognition/awards/new/", awards.award_new, name="award_new"),
    path("recognition/awards/<int:pk>/", awards.award, name="award"),
    path("recognition/awards/<int:pk>/withdraw/", awards.award_withdraw, name="award_withdraw"),
    path("recognition/follow-up/", consequences.consequences, name="consequences"),
    path("recognition/follow-up/propose/", consequences.consequences_propose, name="consequences_propose"),
    path("recognition/follow-up/decide/", consequences.consequences_decide, name="consequences_decide"),
    path("recognition/follow-up/<int:pk>/", consequences.consequence, name="consequence"),
    path("sanctions/", sanctions.sanctions, name="sanctions"),
    path("sanctions/new/", sanctions.sanction_new, name="sanction_new"),
    path("sanctions/<int:pk>/", sanctions.sanction, name="sanction"),
]
