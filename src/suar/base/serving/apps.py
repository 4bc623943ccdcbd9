"""The serving app: its commands prepare an instance and do its jobs."""

from django.apps import AppConfig


class ServingConfig(AppConfig):
    name = "suar.base.serving"
    label = "serving"
