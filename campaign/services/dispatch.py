"""Work on its way to the workers; the only module that speaks to Celery.

In: rows that are due. Out: messages in the broker, one a row. While the broker is down rows stay due, and the next
call or sweep sends them. Messages are hints: the record of runs decides what is rendered, so a lost or doubled one
does no harm.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

from celery import Celery
from django.conf import settings
from django.utils import timezone
from kombu import Exchange, Queue
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from campaign.adapters.broker import locate_url
from campaign.data.models import PackImport, Rendering
from campaign.services import import_runs, rechecking, resuming, runs, silence
from campaign.services.silence import tell_time

State = Rendering.State
T = TypeVar("T")

TASKS = {"stills": "stills.render", "loops": "loops.render"}
LOOKS = {"stills": "stills.recheck", "loops": "loops.recheck"}
LOOKS_AT_ONCE = 20
"""Asked for in one sweep: what is new is rendered in between."""
QUEUES = ("imports", "stills", "loops", "publish", "housekeeping")
MARK = "campaign.sent"
"""A key in the broker: where it is missing, the broker knows nothing of what we sent."""
UNHEARD = timedelta(seconds=15)
"""A message sent so long ago whose queue is empty never arrived, or the broker lost it."""
BROKER_DOWN = (OperationalError, RedisError, RuntimeError, OSError)
"""What sending raises when the broker does not answer: RuntimeError too, when retries run out."""


@cache
def get_app() -> Celery:
    """The Celery application of web, commands and workers alike; workers add their tasks and limits."""
    app = Celery("campaign", set_as_current=False, fixups=[])
    app.conf.update(_list_settings(settings.BROKER_URL or locate_url(settings.HOME)))
    return app


def queue_due() -> int:
    """Send what is due to its queue; returns how many were sent, possibly fewer than are due. Call it when the
    transaction is through."""
    if not Rendering.objects.filter(state=State.DUE).exists() or not _reach_broker():
        return 0
    sent = 0
    for key, queue in Rendering.objects.filter(state=State.DUE).values_list("key", "queue").iterator():
        due = Rendering.objects.filter(key=key, state=State.DUE)
        if not due.update(state=State.QUEUED, queued_at=tell_time()):
            continue  # somebody else sends it at this moment
        if not _send(TASKS[queue], key, queue=queue):
            Rendering.objects.filter(key=key, state=State.QUEUED).update(state=State.DUE)
            break
        sent += 1
    return sent


def sweep() -> int:
    """Make lost work due and send all that is due; returns how many were sent."""
    silence.mend_stamps()
    runs.give_back_lost()
    import_runs.give_back_lost()
    resuming.resume_broken(now=tell_time())
    if not _reach_broker():
        return 0
    _give_back_unheard()
    queue_imports()
    queue_looks()
    return queue_due()


def queue_mail() -> bool:
    """Have the outbox looked at now rather than at the next beat; call it when the transaction is through."""
    return _send("mail.send", queue="housekeeping")


def queue_imports() -> int:
    """Send the packs that wait to be taken in; returns how many. Call it when the transaction is through."""
    waiting = PackImport.objects.filter(state=PackImport.State.WAITING)
    if not waiting.filter(queued_at=None).exists() or not _reach_broker():
        return 0
    sent = 0
    for pk in waiting.filter(queued_at=None).values_list("pk", flat=True):
        if not waiting.filter(pk=pk, queued_at=None).update(queued_at=tell_time()):
            continue  # somebody else sends it at this moment
        if not _send("imports.take", pk, queue="imports"):
            waiting.filter(pk=pk).update(queued_at=None)
            break
        sent += 1
    return sent


def queue_looks() -> int:
    """Ask for another look at what was checked by other rules than those of today; returns at how many."""
    sent = 0
    for key, queue in rechecking.list_due_pixels(now=timezone.now()).values_list("key", "queue")[:LOOKS_AT_ONCE]:
        if not rechecking.claim_pixels(key, now=timezone.now()):
            continue  # somebody else asks at this moment
        if not _send(LOOKS[queue], key, queue=queue):
            rechecking.give_back_pixels(key)
            break
        sent += 1
    return sent


def is_up() -> bool:
    """Whether the broker answers."""
    try:
        with get_app().connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
            channel: Any = connection.default_channel
            return bool(channel.client.ping())
    except BROKER_DOWN:
        return False


def _send(task: str, *args: Any, queue: str) -> bool:
    try:
        get_app().send_task(task, args=args, queue=queue, retry=False, ignore_result=True)
    except BROKER_DOWN:
        return False
    return True


def _give_back_unheard() -> None:
    """A queued row whose message is nowhere becomes due: the broker lost it, or we died while sending."""
    unheard = Rendering.objects.filter(state=State.QUEUED, queued_at__lt=tell_time() - UNHEARD)
    for queue in unheard.values_list("queue", flat=True).distinct():
        if _count_waiting(queue) == 0:
            unheard.filter(queue=queue).update(state=State.DUE)
    lost = PackImport.objects.filter(state=PackImport.State.WAITING, queued_at__lt=tell_time() - UNHEARD)
    if lost.exists() and _count_waiting("imports") == 0:
        lost.update(queued_at=None)


def _reach_broker() -> bool:
    """Whether it answers. Where our mark is missing it is new or was emptied: all that was sent is due again. Empty
    queues alone would not tell while others send on."""
    marked = _ask_broker(lambda client: client.set(MARK, "1", nx=True) or False)
    if marked:
        Rendering.objects.filter(state=State.QUEUED).update(state=State.DUE)
        PackImport.objects.filter(state=PackImport.State.WAITING).update(queued_at=None)
    return marked is not None


def _count_waiting(queue: str) -> int | None:
    """Messages in a queue; None when the broker does not tell."""
    return _ask_broker(lambda client: int(client.llen(queue)))


def _ask_broker(question: Callable[[Any], T]) -> T | None:
    """Put to Redis itself, where a queue is a list of its name."""
    try:
        with get_app().connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
            channel: Any = connection.default_channel
            return question(channel.client)
    except BROKER_DOWN:
        return None


def _list_settings(url: str) -> dict[str, Any]:
    transport: dict[str, Any] = {
        "socket_connect_timeout": 2.0,
        "socket_timeout": 10.0,
        # sending gives up at once, as work stays due; workers wait for the broker as long as it takes
        "max_retries": 1,
        "interval_start": 0.0,
        "interval_step": 0.05,
        "interval_max": 0.05,
        # renders outlive it: the record of runs turns a second delivery away
        "visibility_timeout": 3600,
        "queue_order_strategy": "priority",
    }
    if not url.startswith("redis+socket"):
        transport["socket_keepalive"] = True  # raises on unix sockets
    return {
        "broker_url": url,
        "broker_transport_options": transport,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_queues": [Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
        "task_default_queue": "housekeeping",
        "task_create_missing_queues": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_backend": None,
        "task_ignore_result": True,
        "enable_utc": True,
    }
