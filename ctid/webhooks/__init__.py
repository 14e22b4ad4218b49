"""Webhooks: telling other systems what happened, signed, in order, and for as long as it takes."""
