"""x"""

from suar.knowledge.law.lawbook import LawBook


def problems(book: LawBook) -> list[str]:
    """X"""
    return []
