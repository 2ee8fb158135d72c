"""What people have learned and how many hours (JP) it counts: one record per activity, and the yearly duty.

Refuses: what they should learn next (planning), issuing certificates (certificates).
"""
