"""The doctor: examines a setup, changes nothing, and says what to fix and how."""
