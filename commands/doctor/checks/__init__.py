"""The checks, one file each: from the set-up to findings. The words for these stand elsewhere."""
