-- Why: takes back 0001; the inputs go with it.
DROP TABLE benchmark_instances;
DROP TABLE programs;
DROP FUNCTION refuse_change();
