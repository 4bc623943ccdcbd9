"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "suar.rooms.cases"
    label = "cases"
