"""The daemon: everything put together, one loop, and what it says of itself."""
