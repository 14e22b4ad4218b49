"""Skills-based routing that stands alone: it knows nothing of telephones, nor of the rest of ctid."""
