DELETE FROM run_stages WHERE level = 'duties';
ALTER TABLE run_stages DROP CONSTRAINT run_stages_level_check;
ALTER TABLE run_stages
  ADD CONSTRAINT run_stages_level_check CHECK (level IN ('plan', 'service-weeks'));
