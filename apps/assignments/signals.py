"""What later apps may react to."""

from django.dispatch import Signal

claimed = Signal()  # assignment: sent inside the transaction of a claim
