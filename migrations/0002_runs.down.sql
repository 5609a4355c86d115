-- Why: takes back 0002; the runs go with it.
DROP TABLE runs;
DROP FUNCTION guard_run_state();
DROP TABLE run_transitions;
DROP TYPE run_state;
DROP TYPE run_kind;
