"""The checks, one file each: from the setup to findings. The texts are in `doctor/words.py`."""
