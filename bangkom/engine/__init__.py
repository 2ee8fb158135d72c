"""Pure algorithms: values in, values out; nothing here knows the web, a database or a user."""
