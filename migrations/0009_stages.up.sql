-- Why: a detail that failed goes back to the plan, so that duties too are what an earlier stage of a
-- run ended with, and stages of a level come more than once.

ALTER TABLE run_stages DROP CONSTRAINT run_stages_level_check;
ALTER TABLE run_stages
  ADD CONSTRAINT run_stages_level_check CHECK (level IN ('plan', 'service-weeks', 'duties'));
