"""What reminders and the list of upcoming losses do."""
