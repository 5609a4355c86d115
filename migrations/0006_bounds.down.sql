-- Why: takes back 0006; bounds can be proved again.
DROP TABLE run_bounds;
