DELETE FROM run_transitions WHERE from_state = 'checking' AND to_state = 'detailing';
DROP TABLE run_stages;
ALTER TABLE drafts DROP COLUMN duties;
ALTER TABLE alternatives DROP COLUMN duties;
