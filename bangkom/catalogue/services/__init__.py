"""Writes of the catalogue."""

from bangkom.catalogue.services.programmes import Gain, save_programme
from bangkom.catalogue.services.reference import load_reference

__all__ = ["Gain", "load_reference", "save_programme"]
