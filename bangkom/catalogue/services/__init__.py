"""Writes of the catalogue."""

from bangkom.catalogue.services.reference import load_reference

__all__ = ["load_reference"]
