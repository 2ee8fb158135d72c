"""Django plumbing without a domain word: access, audit, jobs, tables, charts, file import."""
