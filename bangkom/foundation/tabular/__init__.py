"""Tables in and out, for every import and export of the house.

Reads XLSX, XLS, XLSB, ODS, CSV and HTML tables as people really make them, finds the header by the
caller's vocabulary and keeps the place of every cell. Refuses to guess: what is unclear is reported.
"""

from .body import Body, Record, Skipped, split_body
from .dates import DateRead, date_order, forget_dates, read_date
from .errors import FileRefused, MappingRefused
from .export import ExportColumn, Remark, safe_text, write_annotated, write_csv, write_xlsx
from .header import Column, Header, bare_header, find_header, header_signature
from .kinds import Limits
from .mapping import Mapped, Proposal, given_mapping, propose
from .numbers import read_boolean, read_decimal, read_integer, read_rupiah
from .reader import Sheet, Workbook, read_workbook
from .store import pack, unpack
from .text import clean, column_of, forget, is_empty, letter_of, lines_of, shown_text, text_of, words_of
from .vocabulary import THRESHOLD, Field, Vocabulary

__all__ = [
    "THRESHOLD",
    "Body",
    "Column",
    "DateRead",
    "ExportColumn",
    "Field",
    "FileRefused",
    "Header",
    "Limits",
    "Mapped",
    "MappingRefused",
    "Proposal",
    "Record",
    "Remark",
    "Sheet",
    "Skipped",
    "Vocabulary",
    "Workbook",
    "bare_header",
    "clean",
    "column_of",
    "date_order",
    "find_header",
    "forget",
    "forget_dates",
    "given_mapping",
    "header_signature",
    "is_empty",
    "letter_of",
    "lines_of",
    "pack",
    "propose",
    "read_boolean",
    "read_date",
    "read_decimal",
    "read_integer",
    "read_rupiah",
    "read_workbook",
    "safe_text",
    "shown_text",
    "split_body",
    "text_of",
    "unpack",
    "words_of",
    "write_annotated",
    "write_csv",
    "write_xlsx",
]
