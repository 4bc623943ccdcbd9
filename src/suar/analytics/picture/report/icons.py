"""The few icons of the report, drawn here in one line weight; none stands without its word."""

from markupsafe import Markup

_PATHS = {
    "incident": '<path d="M5 21V4h11l-2 4 2 4H5"/>',
    "case": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M5 21c0-4 3-6 7-6s7 2 7 6"/>',
    "unknown": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="3.4 3.2"/>',
    "passed": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12l3 3 5-6"/>',
    "marked": '<path d="M12 4l9 16H3zM12 10v4M12 17v.5"/>',
    "range": '<path d="M12 4l9 16H3zM12 10v4M12 17v.5"/>',
    "refused": '<circle cx="12" cy="12" r="8.5"/><path d="M6 6l12 12"/>',
    "note": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.5"/>',
    "readers": '<circle cx="9" cy="9" r="3.4"/><path d="M3 20c0-4 2-5.5 6-5.5s6 1.5 6 5.5'
    'M15.5 6a3.4 3.4 0 0 1 0 6.5M17 15c3 .5 4 2 4 5"/>',
}

#: A beacon that sends its light to both sides.
MARK = Markup(
    '<svg class="mark" viewBox="0 0 28 24" width="28" height="24" aria-hidden="true">'
    '<path d="M1 5l9 3v3L1 14zM27 5l-9 3v3l9 3z" fill="var(--beacon)" opacity=".75"/>'
    '<circle cx="14" cy="9.5" r="3.6" fill="var(--beacon)"/>'
    '<path d="M12 14h4l2 8h-8z" fill="#fff"/></svg>'
)


def icon(name: str) -> Markup:
    """Give an icon that says nothing to a screen reader: the word beside it does."""
    return Markup(  # noqa: S704 - our own shapes
        '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true">{_PATHS[name]}</svg>'
    )
