-- Why: takes back 0004; every result and checkpoint goes with it.
DROP TABLE benchmark_answers;
DROP TABLE violations;
DROP TABLE draft_assignments;
DROP TABLE drafts;
DROP TABLE assignments;
DROP TABLE alternatives;
DROP TABLE incumbents;
