"""From the tables to the planning problem: who, what, how much, under which rules.

``build_problem(scenario)`` reads everything in a few queries and gives the engine's columns with the keys
that lead back to the tables. What each column means and how it is derived: docs/algorithms/plan-problem.md.
"""

from bangkom.planning.services.problem.assemble import Built, build_problem
from bangkom.planning.services.problem.keys import Keys

__all__ = ["Built", "Keys", "build_problem"]
