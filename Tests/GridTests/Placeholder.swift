// Replaced by the first real test file of this target.
