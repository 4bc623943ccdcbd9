"""A few shapes in the page's colours; presentation attributes only, so that a strict CSP holds."""

from html import escape


def tag(name: str, /, body: str = "", **attributes: object) -> str:
    """Give one element; ``_`` in a name stands for ``-``, and `class_` for `class`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def text(said: str, x: float, y: float, /, **attributes: object) -> str:
    """Give words at a place; they are escaped."""
    attributes.setdefault("fill", "var(--ink)")
    attributes.setdefault("font_size", 12)
    return tag("text", escape(said), x=x, y=y, **attributes)


def canvas(body: str, width: float, height: float) -> str:
    """Give a drawing that scales with its place."""
    box = f"0 0 {_plain(width)} {_plain(height)}"
    return tag("svg", body, width=width, height=height, viewBox=box)


def _plain(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def wide(said: str, size: float = 12) -> float:
    """Guess how wide words will be: the page's type is the reader's own and cannot be measured."""
    return len(said) * size * 0.56


def parts(shares: list[tuple[float, str]], *, total: float, height: int = 14) -> str:
    """Give one bar of parts that touch: (amount, style name), as shares of ``total``.

    The styles (solid, lighter, empty, dots, line, hatch, dashed) differ in shape as well as colour:
    they are told apart in grey.
    """
    body, at = "", 0.0
    for amount, style in shares:
        size = 100 * amount / total if total else 0
        if size > 0:
            body += _part(style, at, size, height)
        at += size
    return tag("svg", body, class_="parts", width="100%", height=height, aria_hidden="true")


def _part(style: str, at: float, size: float, height: int) -> str:
    place: dict[str, str] = {"x": f"{at:.3f}%", "width": f"{size:.3f}%"}
    if style == "line":
        y = height / 2
        return tag("line", x1=place["x"], x2=f"{at + size:.3f}%", y1=y, y2=y, class_="p-line")
    return tag(
        "rect", class_=f"p-{style}", x=place["x"], width=place["width"], y=1, height=height - 2
    )
