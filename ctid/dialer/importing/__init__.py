"""Lists of people to call, read out of the tables that people keep."""
