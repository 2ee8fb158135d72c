"""The roof: settings, root addresses, command line, sample city. It knows every room; no room knows it."""
