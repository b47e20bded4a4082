"""What later apps may react to."""

from django.dispatch import Signal

overlap_changed = Signal()  # project: sent inside the transaction that changed how many answers a trace needs
