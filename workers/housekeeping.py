"""What must be looked at again and again. In: nothing. Out: lost and due work is on its way."""

from campaign.services import dispatch
from workers.app import app


@app.task(name="housekeeping.sweep", soft_time_limit=20, time_limit=30)
def sweep() -> None:
    """Make the work of silent workers due again, and send what is due."""
    dispatch.sweep()
