"""Addresses of papers: of a case (below its own), one paper, of a report, blank forms."""

from django.urls import URLPattern, path

from suar.rooms.cases.papers import blank_views, views

of_case: list[URLPattern] = [
    path("papers/", views.papers, name="papers"),
    path("papers/<str:kind>/", views.make, name="make_paper"),
]
of_room: list[URLPattern] = [
    path("papers/<uuid:paper_id>/", views.sheet, name="paper"),
    path("papers/of-report/<uuid:report_id>/", views.make_of_report, name="report_paper"),
    path("blank/", blank_views.index, name="blanks"),
    path("blank/<str:name>/", blank_views.one, name="blank"),
]
