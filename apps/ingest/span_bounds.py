"""How much one organization may send in a minute, so that a program gone wild leaves room for the others."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)


class ByteThrottle(BaseThrottle):
    """SPAN_BYTES_A_MINUTE of an organization, in the clock's minutes; 0 is no bound. What goes over it is still taken, and
    nothing after it. As with MemberThrottle, a cache that is away lets everything pass.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        most = settings.SPAN_BYTES_A_MINUTE
        return not most or _spent(0) < most

    def wait(self) -> float:
        return 60 - time.time() % 60


def spend(size: int) -> None:
    """Count bytes that were received, unpacked."""
    if settings.SPAN_BYTES_A_MINUTE:
        _spent(size)


def _spent(more: int) -> int:
    """In this minute by the organization in scope, which the cache's keys carry."""
    key = f"span-bytes:{int(time.time()) // 60}"
    try:
        cache.add(key, 0, timeout=120)
        return int(cache.incr(key, more))
    except ValueError:  # it was thrown out in between
        return more
    except RedisError as error:
        logger.warning("bytes are not counted, the cache did not answer: %s", error)
        return 0
