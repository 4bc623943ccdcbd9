"""The registers room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "suar.rooms.registers"
    label = "registers"
