"""Rules about customers: who a caller may be. Pure: rows come in as values, no database is asked here."""
