"""What later apps may react to."""

from django.dispatch import Signal

revision_added = Signal()  # trace, revision: sent inside the transaction that made the revision
