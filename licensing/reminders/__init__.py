"""Grace-period calendars and the days of reminders."""
