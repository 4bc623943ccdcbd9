"""Tasks with clocks."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "suar.base.tasks"
    label = "tasks"
