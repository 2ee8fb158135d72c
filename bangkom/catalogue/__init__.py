"""What can be learned: programmes with form, hours, cost model, competencies raised and who may take them.

Refuses: when and for whom a programme is held (planning, delivery).
"""
