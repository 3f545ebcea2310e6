"""The values that dialogs work with: context, events, results, ports."""
