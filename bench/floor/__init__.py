"""A contact centre in simulated time around any router: callers, agents, measures, and exact theory."""
