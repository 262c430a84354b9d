"""Addresses of the organisation."""

from django.urls import path

from selaras.organisation.views import agency, members, people, person, placing, positions, structure

app_name = "organisation"
from selaras.organisation.views.stub import stub

urlpatterns = [
    path("organisation/people/export/", stub, name="people_export"),
    path("organisation/import/", stub, name="people_import"),
    path("organisation/doctor/", stub, name="doctor"),
    path("organisation/people/", people.people, name="people"),
    path("organisation/people/add/", people.person_add, name="person_add"),
    path("organisation/people/external/", people.external_add, name="external_add"),
    path("organisation/people/<int:pk>/", person.person, name="person"),
    path("organisation/people/<int:pk>/appraiser/", person.person_appraiser, name="person_appraiser"),
    path("organisation/people/<int:pk>/edit/", person.person_edit, name="person_edit"),
    path("organisation/people/<int:pk>/rank/", person.person_rank, name="person_rank"),
    path("organisation/people/<int:pk>/employment/", person.person_employment, name="person_employment"),
    path("organisation/people/<int:pk>/assign/", placing.person_assign, name="person_assign"),
    path("organisation/people/<int:pk>/posts/<int:post>/end/", person.assignment_end, name="assignment_end"),
    path("organisation/people/<int:pk>/delegate/", placing.delegation_add, name="delegation_add"),
    path("organisation/people/<int:pk>/account/", placing.person_account, name="person_account"),
    path("organisation/delegations/<int:pk>/end/", placing.delegation_end, name="delegation_end"),
    path("organisation/units/", structure.units, name="units"),
    path("organisation/units/add/", structure.unit_add, name="unit_add"),
    path("organisation/units/<int:pk>/", structure.unit, name="unit"),
    path("organisation/units/<int:pk>/edit/", structure.unit_edit, name="unit_edit"),
    path("organisation/units/<int:pk>/head/", structure.unit_head, name="unit_head"),
    path("organisation/units/<int:pk>/end/", structure.unit_end, name="unit_end"),
    path("organisation/positions/", positions.positions, name="positions"),
    path("organisation/positions/add/", positions.position_add, name="position_add"),
    path("organisation/positions/<int:pk>/", positions.position, name="position"),
    path("organisation/positions/<int:pk>/edit/", positions.position_edit, name="position_edit"),
    path("organisation/positions/<int:pk>/end/", positions.position_end, name="position_end"),
    path("organisation/agency/", agency.agency, name="agency_settings"),
    path("organisation/agency/logo/", agency.logo, name="logo"),
    path("organisation/agency/logo/change/", agency.logo_change, name="logo_change"),
    path("organisation/agency/words/", agency.words, name="words"),
    path("organisation/agency/holidays/", agency.holidays, name="holidays"),
    path("organisation/agency/holidays/<int:pk>/remove/", agency.holiday_remove, name="holiday_remove"),
    path("organisation/agencies/", agency.agencies, name="agencies"),
    path("organisation/agencies/add/", agency.agency_add, name="agency_add"),
    path("organisation/roles/", members.roles, name="roles"),
    path("organisation/members/", members.members, name="members"),
    path("organisation/members/grant/", members.grant_add, name="grant_add"),
    path("organisation/members/<int:pk>/", placing.member_act, name="member_act"),
    path("organisation/grants/<int:pk>/end/", members.grant_end, name="grant_end"),
]
