"""Two files that may be one person's: the list, side by side, set apart, merged, taken apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.reading import ask_ahead, read, reading
from suar.base.accounts.forms import OnceForm
from suar.base.ui.parts import Filter
from suar.base.ui.words import language
from suar.base.vault.ring import hold_keys, keys_asked
from suar.knowledge.rules.lifecycle import SAME_PERSON, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.same_person import AGAINST, REASONS, STRENGTHS, strength
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.base import reference_field
from suar.rooms.victims.models import Facts, Merging, SamePair, Victim
from suar.rooms.victims.opening import opened, opened_asked
from suar.rooms.victims.picture import opened_rows
from suar.rooms.victims.sealed import MODELS, called
from suar.rooms.victims.services import (
    merge,
    propose_pair,
    reconsider,
    set_apart,
    unmerge,
)
from suar.rooms.victims.services.merging import (
    FACTS,
    Choice,
    may_be_merged,
    may_be_unmerged,
)
from suar.rooms.victims.views.ground import own_file

_HEAD = ("status", "child")
_PAGE = 50
_STRENGTH_CHIPS = {"strong": "soon", "some": "going", "little": "wait"}


class MergeForm(OnceForm):
    """Whose value stays where the two differ, and whose sealed group is shown first."""

    def __init__(
        self, *args: Any, differing: list[str], speaking: list[str], both: tuple[str, str],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["versions"] = forms.CharField(widget=forms.HiddenInput, max_length=60)
        self.fields["kept"] = forms.ChoiceField(
            label=_("Which reference goes on"),
            choices=[("first", both[0]), ("second", both[1])],
            widget=forms.RadioSelect,
            initial="first",
        )
        sides = [("first", both[0]), ("second", both[1])]
        for name in differing:
            self.fields[name] = forms.ChoiceField(
                label=wording.FACTS[name], choices=sides, widget=forms.RadioSelect
            )
        for name in speaking:
            self.fields[f"speaks_{name}"] = forms.ChoiceField(
                label=_("Shown first: %(group)s") % {"group": dict(_group_words())[name]},
                choices=sides,
                widget=forms.RadioSelect,
                initial="first",
            )

    def versions(self) -> tuple[int, int, int, int] | None:
        """Give the versions that the page showed: of the kept file and facts, of the other's."""
        parts = self.cleaned_data["versions"].split("-")
        if len(parts) != 4 or not all(part.isdigit() for part in parts):
            return None
        one, two, three, four = (int(part) for part in parts)
        return (one, two, three, four) if self.kept_first else (three, four, one, two)

    @property
    def kept_first(self) -> bool:
        """Whether the first file goes on."""
        return bool(self.cleaned_data["kept"] == "first")

    def choice(self) -> Choice:
        """Give the choices as seen from the kept file."""
        kept = "first" if self.kept_first else "second"

        def whose(name: str) -> str:
            return "kept" if self.cleaned_data.get(name) == kept else "other"

        names = [n for n in self.fields if n in wording.FACTS]
        speaks = [n for n in self.fields if n.startswith("speaks_")]
        return Choice(
            values={name: whose(name) for name in names},
            speaks={name.removeprefix("speaks_"): whose(name) for name in speaks},
            versions=self.versions(),
        )


class ProposeForm(OnceForm):
    """Another file's reference."""

    reference = reference_field(gettext_lazy("Reference of the other file"))


@require_GET
@needs(Permission.READ_VICTIMS)
def pairs(request: HttpRequest) -> HttpResponse:
    """List pairs of our own files: those that wait, most telling first; then what was judged."""
    shown = request.GET.get("show", "")
    found = selectors.pairs_visible_to(request.actor)
    if shown == "judged":
        found = found.exclude(state=SamePair.State.POSSIBLE)
    else:
        found = found.filter(state=SamePair.State.POSSIBLE)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    files = {
        v.id: v
        for v in Victim.objects.filter(
            organisation_id=request.actor.organisation,
            id__in={key for row in page for key in (row.first_id, row.second_id)},
        )
    }
    told = [
        {
            "pair": row,
            "first": files[row.first_id],
            "second": files[row.second_id],
            "state": wording.PAIR_STATES[row.state],
            **signs_of(row),
        }
        for row in page
    ]
    here = reverse("victims:pairs")
    toggles = [
        Filter(_("Waiting"), here, chosen=shown != "judged"),
        Filter(_("Judged"), f"{here}?show=judged", chosen=shown == "judged"),
    ]
    may_compare = may(request.actor.holder, Permission.MERGE_PERSONS)
    return render(
        request,
        "victims/pairs.html",
        {"rows": told, "page": page, "toggles": toggles, "may_compare": may_compare},
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MERGE_PERSONS)
def compare(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Show two files side by side; merge them, with a choice where they differ."""
    pair = _pair(request, pair_id)
    first, second = _files(request, pair)
    now, holder = timezone.now(), request.actor.holder
    with reading():
        _ask_both(first, second, request.actor, now)
        mine, theirs = _facts(first), _facts(second)
        speaking = [group.value for group in MODELS if _both_wrote(first, second, group)]
        aliases = (called(first), called(second))
        shown = [_identities(request, each, now) for each in (first, second)]
    rows = _rows(first, second, mine, theirs)
    form = MergeForm(
        request.POST or None,
        differing=[row["name"] for row in rows if row["differs"]],
        speaking=speaking,
        both=(first.reference, second.reference),
        initial={"versions": f"{first.version}-{mine.version}-{second.version}-{theirs.version}"},
    )

    def deed() -> str:
        kept, other = (first, second) if form.kept_first else (second, first)
        merge(
            pair=pair,
            kept=kept,
            other=other,
            choice=form.choice(),
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("victims:file", args=[kept.id])

    page = {
        "pair": pair,
        "first": first,
        "second": second,
        "aliases": aliases,
        "rows": rows,
        "signs": signs_of(pair),
        "state": wording.PAIR_STATES[pair.state],
        "may_again": may_move(SAME_PERSON, "reconsider", state=pair.state, holder=holder),
        "may_apart": may_move(SAME_PERSON, "set_apart", state=pair.state, holder=holder),
        "opened": shown,
        "decided": may_be_merged(first, second, pair, request.actor),
        "button": _("Merge the two files"),
        "icon": "git-merge",
        "back": reverse("victims:pairs"),
    }
    return run(request, form, deed, page=page, template="victims/compare.html")


@require_POST
@needs(Permission.MERGE_PERSONS)
def apart(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Say that the two are different persons."""
    set_apart(pair=_pair(request, pair_id), now=timezone.now(), by=request.actor)
    return redirect("victims:pairs")


@require_POST
@needs(Permission.MERGE_PERSONS)
def again(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Open the question of a judged pair again."""
    pair = _pair(request, pair_id)
    reconsider(pair=pair, now=timezone.now(), by=request.actor)
    return redirect("victims:compare", pair.id)


@require_http_methods(["GET", "POST"])
@needs(Permission.MERGE_PERSONS)
def undo(request: HttpRequest, merging_id: UUID) -> HttpResponse:
    """Say what taking a merging back does, then do it."""
    found = Merging.objects.filter(
        organisation_id=request.actor.organisation, id=merging_id, undone_at=None
    ).first()
    if found is None:
        raise Http404
    kept = Victim.objects.get(organisation_id=found.organisation_id, id=found.kept_id)
    may_be_unmerged(found, request.actor).require()
    form = OnceForm(request.POST or None)

    def deed() -> str:
        stayed = unmerge(merging=found, now=timezone.now(), by=request.actor)
        names = ", ".join(str(wording.FACTS.get(name, name)) for name in stayed)
        if names:
            told = _("Changed since the merging, and left with the kept file: %(names)s.")
            messages.info(request, told % {"names": names})
        return reverse("victims:file", args=[kept.id])

    page = {
        "victim": kept,
        "heading": _("Take the merging back"),
        "happens": [
            _("Both files stand alone again, each with everything that was in it."),
            _("Every field that the merging changed is as it was before."),
            _("What somebody wrote since then stays with the file that was kept."),
            _("No sharing changes: the merging had widened none."),
        ],
        "button": _("Take it back"),
        "icon": "undo-2",
        "back": reverse("victims:file", args=[kept.id]),
    }
    return run(request, form, deed, page=page)


@require_http_methods(["GET", "POST"])
@needs(Permission.MERGE_PERSONS)
def propose(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Say by its reference which other file may be this person's too."""
    victim = own_file(request, victim_id)
    form = ProposeForm(request.POST or None)
    other: Victim | None = None
    if request.method == "POST" and form.is_valid():
        other = selectors.by_reference(request.actor, form.cleaned_data["reference"])
        if other is None or other.id == victim.id:
            form.add_error("reference", _("There is no other file with this reference here."))

    def deed() -> str:
        assert other is not None  # noqa: S101 asked above: the form has an error otherwise
        pair = propose_pair(first=victim, second=other, now=timezone.now(), by=request.actor)
        return reverse("victims:compare", args=[pair.id])

    page = {
        "victim": victim,
        "heading": _("Another file may be this person’s"),
        "button": _("Compare the two"),
        "back": reverse("victims:file", args=[victim.id]),
    }
    return run(request, form, deed, page=page)


def signs_of(pair: SamePair) -> dict[str, Any]:
    """Give what speaks for one person and what against, in words, and how strongly all of it."""
    told = language()
    level = strength(pair.weight)
    return {
        "speaks_for": [REASONS[each][told] for each in pair.reasons if each in REASONS],
        "speaks_against": [AGAINST[each][told] for each in pair.reasons if each in AGAINST],
        "strength": (_STRENGTH_CHIPS[level], STRENGTHS[level][told]) if level else ("", ""),
    }


def _group_words() -> list[tuple[str, str]]:
    return [(group.value, str(words)) for group, words in wording.GROUPS.items()]


def _rows(first: Victim, second: Victim, mine: Facts, theirs: Facts) -> list[dict[str, Any]]:
    told = []
    for name in (*_HEAD, *FACTS):
        one = getattr(first if name in _HEAD else mine, name)
        two = getattr(second if name in _HEAD else theirs, name)
        if one in ("", None, []) and two in ("", None, []):
            continue
        differs = one != two and one not in ("", None, []) and two not in ("", None, [])
        told.append(
            {
                "name": name,
                "label": wording.FACTS[name],
                "one": wording.fact(name, one),
                "two": wording.fact(name, two),
                "differs": differs,
            }
        )
    return told


def _identities(request: HttpRequest, victim: Victim, now: datetime) -> dict[str, Any]:
    """Give the identity of one side, if the reader has it open now."""
    group = FieldGroup.IDENTITY
    running = opened(request.actor, victim, now)
    return {
        "victim": victim,
        "until": running.get(group),
        "rows": opened_rows(victim, group) if group in running else [],
        "url": f"{reverse('victims:open', args=[victim.id, group.value])}?next={request.path}",
    }


def _ask_both(first: Victim, second: Victim, actor: Actor, now: datetime) -> None:
    """Ask together for what the two sides show."""
    ids = (first.id, second.id)
    ask_ahead(
        *(selectors.facts_asked(each) for each in (first, second)),
        *(opened_asked(actor, each, now) for each in (first, second)),
        *(_written(first, second, group) for group in MODELS),
        *keys_asked(first.organisation_id, ids),
    )
    hold_keys(first.organisation_id, ids)


def _both_wrote(first: Victim, second: Victim, group: FieldGroup) -> bool:
    return len(read(_written(first, second, group))) == 2


def _written(first: Victim, second: Victim, group: FieldGroup) -> QuerySet[Any]:
    return MODELS[group].objects.filter(
        organisation_id=first.organisation_id, victim_id__in=(first.id, second.id)
    )


def _facts(victim: Victim) -> Facts:
    (found,) = read(selectors.facts_asked(victim))
    return found


def _pair(request: HttpRequest, pair_id: UUID) -> SamePair:
    found = selectors.pairs_visible_to(request.actor).filter(id=pair_id).first()
    if found is None:
        raise Http404
    return found


def _files(request: HttpRequest, pair: SamePair) -> tuple[Victim, Victim]:
    files = {
        v.id: v
        for v in Victim.objects.filter(
            organisation_id=request.actor.organisation, id__in=(pair.first_id, pair.second_id)
        )
    }
    return files[pair.first_id], files[pair.second_id]
