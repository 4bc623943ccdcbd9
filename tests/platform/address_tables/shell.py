"""The shell's own addresses: none names a record."""

from addresses import Row

ROWS = {
    name: Row()
    for name in (
        "start",
        "day",
        "language",
        "theme",
        "zone",
        "post",
        "weather",
        "lock",
        "seen",
        "second_factor",
        "roles",
        "components",
        "components_plain",
        "components_paper",
        "health",
    )
}
