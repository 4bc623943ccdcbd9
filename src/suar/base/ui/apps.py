"""The shell's app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "suar.base.ui"
    label = "ui"
