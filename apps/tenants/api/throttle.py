"""A bound on how often one member may ask, so that a script gone wild leaves room for the others."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)


class MemberThrottle(BaseThrottle):
    """API_REQUESTS_A_MINUTE for each member, counted in the clock's minutes; 0 is no bound.

    The counts are in the cache: with CACHE_URL in one place, without it each process has its own. A cache that is away, or a
    count that is lost, lets requests pass.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        most = settings.API_REQUESTS_A_MINUTE
        return not most or _count(f"api-requests:{request.user.pk}:{int(time.time()) // 60}") <= most

    def wait(self) -> float:
        return 60 - time.time() % 60


def _count(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # the first of this minute
        cache.set(key, 1, timeout=120)
    except RedisError as error:
        logger.warning("requests are not counted, the cache did not answer: %s", error)
    return 1
