-- Why: takes back 0003; nodes, leases and events go with it.
DROP TABLE events;
DROP TABLE leases;
DROP TYPE lease_state;
DROP TABLE subproblems;
DROP TYPE subproblem_state;
DROP TABLE nodes;
DROP TYPE node_state;
DROP TABLE coordinator_epochs;
DROP FUNCTION guard_epoch();
