"""Small drawings of a page that fetches nothing: bars of evidence, steps, said beside true."""

from collections.abc import Sequence
from html import escape

#: Evidence is drawn up to so many bits.
_BITS = 20.0
_WIDE, _HIGH = 200.0, 14


def table(rows: Sequence[tuple[object, object]]) -> str:
    """Set words beside figures."""
    lines = "".join(
        f"<tr><td>{escape(str(a))}</td><td class=n>{escape(str(b))}</td></tr>" for a, b in rows
    )
    return f"<table>{lines}</table>"


def bar(bits: float) -> str:
    """Draw evidence for (right of the middle) or against (left)."""
    length = min(abs(bits), _BITS) / _BITS * _WIDE / 2
    return _drawn([_WIDE / 2], _WIDE / 2, length if bits >= 0 else -length, f"{bits:+.1f}")


def step(before: float, after: float, low: float, high: float) -> str:
    """Draw one step of a waterfall, from what stood before to what stands after, in bits.

    ``low`` and ``high`` are the ends of the whole; the line is where both are as likely.
    """

    def at(bits: float) -> float:
        return (bits - low) / max(high - low, 1.0) * _WIDE

    return _drawn([at(0.0)], at(before), at(after) - at(before), f"{before:+.1f} → {after:+.1f}")


def _drawn(lines: Sequence[float], start: float, length: float, said: str) -> str:
    kind = "for" if length >= 0 else "against"
    x, width = min(start, start + length), max(abs(length), 0.8)
    ruled = "".join(f"<line x1={at:.1f} x2={at:.1f} y1=0 y2={_HIGH} />" for at in lines)
    return (
        f"<svg viewBox='0 0 {_WIDE:.0f} {_HIGH}' preserveAspectRatio=none role=img"
        f" aria-label='{said}'>{ruled}"
        f"<rect class={kind} x={x:.1f} y=2 width={width:.1f} height=10 /></svg>"
    )


def beside(points: Sequence[tuple[float, float, int]], across: str, up: str) -> str:
    """Draw what was said (across) beside what is true (up), of so many pairs each.

    On the line both are the same; the larger a circle, the more pairs.
    """
    most = max((n for _, _, n in points), default=1)
    circles = "".join(
        f"<circle class=for cx={30 + 200 * said:.1f} cy={210 - 200 * true:.1f}"
        f" r={2 + 8 * (n / most) ** 0.5:.1f}><title>{said:.2f}, {true:.2f}, {n:,}</title></circle>"
        for said, true, n in points
    )
    marks = "".join(
        f"<text x={30 + 200 * x:.0f} y=226 text-anchor=middle>{x:g}</text>"
        f"<text x=24 y={214 - 200 * x:.0f} text-anchor=end>{x:g}</text>"
        for x in (0.0, 0.5, 1.0)
    )
    return (
        f"<figure><svg class=square viewBox='0 0 250 232' role=img aria-label='{escape(up)},"
        f" {escape(across)}'><line x1=30 y1=210 x2=230 y2=10 /><line x1=30 y1=210 x2=230 y2=210 />"
        f"<line x1=30 y1=210 x2=30 y2=10 />{circles}{marks}</svg>"
        f"<figcaption>↑ {escape(up)}<br>→ {escape(across)}</figcaption></figure>"
    )
