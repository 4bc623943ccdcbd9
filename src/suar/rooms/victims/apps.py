"""The victims room."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "suar.rooms.victims"
    label = "victims"
