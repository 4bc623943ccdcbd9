"""A model in words: which lists find the same persons more or less often than chance."""

from collections.abc import Mapping, Sequence

from suar.analytics.population.result import MethodResult

_JOIN = {"en": " and ", "id": " dan "}
_MORE = {
    "en": "{lists} find the same persons more often than chance",
    "id": "{lists} menemukan orang yang sama lebih sering daripada kebetulan",
}
_LESS = {
    "en": "{lists} find the same persons less often than chance",
    "id": "{lists} menemukan orang yang sama lebih jarang daripada kebetulan",
}
_NEVER = {
    "en": "{lists} never find the same persons",
    "id": "{lists} tidak pernah menemukan orang yang sama",
}
_ALONE = {
    "en": "the lists find persons independently of one another",
    "id": "daftar-daftar menemukan orang secara bebas satu sama lain",
}
_AVERAGE = {
    "en": "an average over models of which lists depend on which",
    "id": "rata-rata atas model-model ketergantungan antardaftar",
}


def model_words(result: MethodResult) -> dict[str, str]:
    """Say in English and Indonesian what a method's model claims of the lists.

    >>> result = MethodResult(
    ...     "stepwise", ("A:B",), 9.0, 5, details={"coefficients": {"A:B": -1.2}}
    ... )
    >>> model_words(result)["en"]
    'A and B find the same persons less often than chance.'
    """
    return {language: _sentence(result, language) for language in ("en", "id")}


def _sentence(result: MethodResult, language: str) -> str:
    if result.method in ("graphs", "latent"):
        return _capital(_AVERAGE[language])
    if not result.model:
        return _capital(_ALONE[language])
    told = _coefficients(result.details)
    return "; ".join(_effect(effect, told, language) for effect in _whole(result.model)) + "."


def _whole(model: Sequence[str]) -> list[str]:
    """Keep the effects that are not part of a larger one."""
    sets = [set(effect.split(":")) for effect in model]
    return [e for e, s in zip(model, sets, strict=True) if not any(s < other for other in sets)]


def _effect(effect: str, told: Mapping[str, float], language: str) -> str:
    names = effect.split(":")
    lists = _listed(names, language)
    if len(names) > 2 or not told:
        return _MORE[language].format(lists=lists) if not told else _together(lists, language)
    if effect not in told:
        return _NEVER[language].format(lists=lists)
    return (_MORE if told[effect] > 0 else _LESS)[language].format(lists=lists)


def _together(lists: str, language: str) -> str:
    if language == "en":
        return f"{lists} depend on one another, all together"
    return f"{lists} saling bergantung, semuanya sekaligus"


def _listed(names: Sequence[str], language: str) -> str:
    return ", ".join(names[:-1]) + _JOIN[language] + names[-1]


def _coefficients(details: Mapping[str, object]) -> Mapping[str, float]:
    found = details.get("coefficients")
    return found if isinstance(found, Mapping) else {}


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
