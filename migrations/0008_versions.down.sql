ALTER TABLE alternatives DROP COLUMN components;
DROP TABLE version_assignments;
DROP TABLE versions;
DROP FUNCTION guard_version_cell();
DROP FUNCTION guard_version();
