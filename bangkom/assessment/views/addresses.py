"""Addresses worked out once for pages with hundreds of links."""

from django.urls import reverse


def address_of(name: str) -> str:
    """Address of a page about one row, to be filled with its key: ``address_of("room:thing") % pk``."""
    return reverse(name, args=[0]).replace("/0/", "/%s/")
