"""The doctor: looks at a set-up from all sides, changes nothing, and says what to mend and how."""
