"""What the company means to reach: its plan beside the campaigns and money it spends.

Goals, initiatives and who answers for them are told here; money is derived from what was spent,
and the key results' numbers are left to whoever can measure (`northing.workspace.demo_plan`).
"""
