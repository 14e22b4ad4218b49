"""What must not be forgotten: SQL tables, one writer, queries that answer in values of the model.

No SQLAlchemy object leaves this folder. `store.Store` is its only door.
"""
