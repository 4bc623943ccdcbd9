"""Addresses of the registers room; `picture/` beside it shows the task force's newest picture."""

from django.urls import URLPattern, URLResolver, include, path

from suar.rooms.registers.views import changing, looking, working

_room: list[URLPattern] = [
    path("", looking.index, name="index"),
    path("new/", changing.new, name="new"),
    path("picture/", working.ask, name="ask"),
    path("work/<uuid:work_id>/", working.work, name="work"),
    path("work/<uuid:work_id>/stop/", working.stop, name="stop"),
    path("work/<uuid:work_id>/picture/", working.picture, name="picture"),
    path("work/<uuid:work_id>/picture/document/", working.document, name="document"),
    path("work/<uuid:work_id>/take/<str:name>/", working.take, name="take"),
    path("<uuid:upload_id>/", looking.upload, name="upload"),
    path("<uuid:upload_id>/profile/", changing.profile, name="profile"),
    path("<uuid:upload_id>/replace/", changing.replace, name="replace"),
    path("<uuid:upload_id>/check/", changing.check_again, name="check_again"),
    path("<uuid:upload_id>/delete/", changing.delete, name="delete"),
    path("<uuid:upload_id>/compare/<uuid:other_id>/", looking.compare, name="compare"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", include((_room, "registers"))),
    path("picture/", working.joint_picture, name="picture"),
    path("picture/document/", working.joint_document, name="picture_document"),
]
