"""The IVR: a flow language for telephone menus, its checks and its interpreter. Pure: no clock, no files.

Read `flow.py` for what a flow is, `session.py` for how it runs, `nodes/` for one kind of node a file.
"""
