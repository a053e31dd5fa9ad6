"""The Celery workers: thin tasks that take ids and make one service call."""
