"""What must be looked at again and again. In: nothing. Out: lost and due work is on its way."""

from django.utils import timezone

from campaign.adapters.scratch import sweep_scratch
from campaign.services import audit_chain, beats, campaigns, dispatch, rechecking, settling, template_versions, tidying
from campaign.services.days import find_today
from workers.app import app


@app.task(name="housekeeping.sweep", soft_time_limit=20, time_limit=30)
def sweep() -> None:
    """Make the work of silent workers due again, and send what is due."""
    dispatch.sweep()
    beats.note(beats.SWEEP, now=timezone.now())
    audit_chain.seal()


@app.task(name="housekeeping.litter", soft_time_limit=60, time_limit=75)
def litter() -> None:
    """Remove the folders of processes that were killed on this host."""
    sweep_scratch()


@app.task(name="housekeeping.replan", soft_time_limit=300, time_limit=330)
def replan() -> None:
    """Plan the materials of campaigns that were changed in the studio."""
    if campaigns.replan_due(load=template_versions.load_in_use, now=timezone.now()):
        dispatch.queue_due()


@app.task(name="housekeeping.recheck", soft_time_limit=60, time_limit=75)
def recheck() -> None:
    """Ask again about content where the rules or the day have changed."""
    now = timezone.now()
    rechecking.recheck_due(today=find_today(now), now=now)


@app.task(name="housekeeping.settle", soft_time_limit=600, time_limit=630)
def settle() -> None:
    """Write down what was planned for the days that are over, and remove what was kept long enough."""
    now = timezone.now()
    settling.settle_due(now=now)
    settling.remove_old(now=now)
    beats.remove_old(now=now)
    audit_chain.remove_old(now=now)
    audit_chain.tell_head()


@app.task(name="housekeeping.tidy", soft_time_limit=600, time_limit=630)
def tidy() -> None:
    """Mark files that nothing needs, and remove those that were marked long ago, and rows that are over."""
    tidying.tidy_step(now=timezone.now())
