"""A server of one's own on the loopback, as `manage.py demo` and `manage.py start` run it."""


class CannotServe(RuntimeError):
    """Why a local server does not run, in words for whoever started it."""
