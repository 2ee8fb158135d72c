from __future__ import annotations

from django.conf import settings
from django.db import models

from bangkom.people.enums import ImportState, RowVerdict


class ImportRun(models.Model):
    """One personnel file on its way in: read, mapped, previewed, applied, perhaps undone.

    Personal data: the file's rows as read, until 30 days after applying or undoing. Purpose: correction.
    """

    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/")
    file_hash = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    header_signature = models.CharField(max_length=64, blank=True)
    header_rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    error = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey("foundation.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class ImportRow(models.Model):
    """What the preview says of one row of the file: who it is and what would change. See ImportRun."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=RowVerdict)
    employee = models.ForeignKey("people.Employee", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    values = models.JSONField(default=dict)
    # {"field": ["old", "new"]} for changed rows; [{"column", "value", "code", "message", "remedy"}] for faults.
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    # A human's yes to a row in doubt.
    confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "row"]
        indexes = [models.Index(fields=["run", "verdict", "row"])]


class ImportChange(models.Model):
    """What applying did to one row of one table, so that it can be undone exactly. See ImportRun."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="applied_changes")
    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    # Field values before; empty when the row was made by the import.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["run", "pk"]


class ColumnMapping(models.Model):
    """A corrected mapping, remembered for every file with the same header."""

    header_signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
