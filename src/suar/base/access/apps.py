"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "suar.base.access"
    label = "access"
