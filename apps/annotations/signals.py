"""What later apps may react to."""

from django.dispatch import Signal

submitted = Signal()  # assignment_id: sent after the commit; receivers open their own scope and only send
