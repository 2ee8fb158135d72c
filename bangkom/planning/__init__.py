"""The annual plan: ceilings, rules, scenarios, the computed plan, and what is postponed and why.

Refuses: how good a plan can be (engine.planner), carrying it out (delivery).
"""
