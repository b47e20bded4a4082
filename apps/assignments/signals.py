"""What later apps may react to."""

from django.dispatch import Signal

claimed_again = Signal()  # assignment: sent inside the transaction of a claim by somebody who had given a turn back
