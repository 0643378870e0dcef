"""The statistics as files: text table, CSV, JSON, a page to print, and a picture."""

from bot.core.notices import File
from bot.core.statistics import Statistics
from bot.edges.report.png import picture
from bot.edges.report.tables import csv_table, text_table

__all__ = ["files", "text_table"]


def files(found: Statistics) -> tuple[File, ...]:
    """Return the table and, where there is something to draw, the picture."""
    name = found.period.name
    table = File(
        f"privacy-{name}.csv",
        f"Privacy requests {name}",
        f"Every figure of {name} as a table",
        csv_table(found).encode(),
    )
    drawn = picture(found)
    if not drawn.data:
        return (table,)
    return (drawn, table)
