"""Cards of reminders and of what is upcoming."""
