"""Compute a scenario's plan: build, solve, store; then the plans at other budgets.

Transactions are short: reading and solving happen outside any, the lines are stored in one. A run that
fails or is cancelled leaves the old plan as it was.
"""

from bangkom.planning.services.compute.examining import examine
from bangkom.planning.services.compute.run import Again, compute, recompute
from bangkom.planning.services.compute.trying import keep, try_ceilings

__all__ = ["Again", "compute", "examine", "keep", "recompute", "try_ceilings"]
