"""Learning hours (JP): how many of those claimed count under the ceilings of a learning form."""

from bangkom.engine.hours.counting import FormRule, countable_jp

__all__ = ["FormRule", "countable_jp"]
