"""The one way in which Suar refuses an input: where it is, what is wrong, what to do."""


class Refusal(Exception):
    """An input that Suar will not work with; its text is shown to the user as it stands.

    The text names file, row and column as far as they are known and ends with the remedy. It never
    holds the content of a cell: a refusal may be logged, and a cell may be a name.

    Parameters
    ----------
    problem
        What is wrong, a clause without a full stop.
    file, row, column
        Where. ``row`` counts the data rows of a file from 1.
    remedy
        What the user can do, a sentence.

    Examples
    --------
    >>> print(Refusal("is empty", file="police.csv", remedy="Export it again."))
    police.csv: is empty. Export it again.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        remedy: str = "",
    ) -> None:
        self.problem, self.file, self.row, self.column = problem, file, row, column
        self.remedy = remedy
        where = [
            part
            for part in (
                file,
                f"row {row}" if row is not None else None,
                f"column {column}" if column else None,
            )
            if part
        ]
        head = ", ".join(where)
        text = f"{head}: {problem}." if head else f"{problem[:1].upper()}{problem[1:]}."
        super().__init__(f"{text} {remedy}".strip())
