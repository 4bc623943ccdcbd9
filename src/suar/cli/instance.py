"""The option by which an operator's command is told of its instance."""

from pathlib import Path
from typing import Annotated, Final

import typer

#: `SUAR_DATA` says it too: one who has set it for the server need not say it again.
Data = Annotated[Path, typer.Option(envvar="SUAR_DATA", help="The instance's folder.")]
HERE: Final = Path("suar-data")
