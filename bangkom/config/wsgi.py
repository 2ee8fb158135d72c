"""WSGI entry for granian or any other server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangkom.config.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the server: the collector need not walk it again and again
# (measured on the pages: five to ten per cent of their time).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
