"""Addresses: English nouns of the rooms. Every one declares who may (see the house test)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
