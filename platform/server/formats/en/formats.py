"""Days before months and a clock of 24 hours: 20 Nov 2026, 12:18. Nobody takes a day for a month in it."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, H:i"
