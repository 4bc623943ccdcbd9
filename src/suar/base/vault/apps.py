"""The vault's app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "suar.base.vault"
    label = "vault"
