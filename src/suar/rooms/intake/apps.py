"""The intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "suar.rooms.intake"
    label = "intake"
