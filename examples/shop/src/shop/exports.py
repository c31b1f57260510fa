"""Files for the accountants: price lists in pages, and the pages of last year's invoices."""

from itertools import batched
from pathlib import Path

from openpyxl import Workbook
from PyPDF2 import PdfReader

ROWS_A_SHEET = 500


def price_list(prices: dict[str, int], target: Path) -> None:
    """Writes a workbook with one sheet for every 500 prices."""
    book = Workbook()
    for number, rows in enumerate(batched(sorted(prices.items()), ROWS_A_SHEET), 1):
        sheet = book.create_sheet(f"Prices {number}")
        for row in rows:
            sheet.append(row)
    book.save(target)


def pages_of(invoices: Path) -> int:
    """The number of pages of a file of invoices."""
    return len(PdfReader(invoices).pages)
