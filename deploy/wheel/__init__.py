"""The wheel, and the JavaScript of the rehearsal page in it."""
