"""Views, one file a place. In: requests. Out: pages; the services do the work."""
