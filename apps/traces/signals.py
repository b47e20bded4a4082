"""What later apps may react to."""

from django.dispatch import Signal

revisions_added = Signal()  # project, revisions: sent inside the transaction that made the revisions of its traces
