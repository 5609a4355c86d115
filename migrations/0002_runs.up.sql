-- Why: a run is a row from the moment it is submitted, and its life is guarded here rather than in
-- the processes that come and go: which state may follow which, and what each state must hold.

CREATE TYPE run_kind AS ENUM ('program', 'benchmark');

CREATE TYPE run_state AS ENUM (
  'queued', 'checking', 'planning', 'detailing', 'polishing', 'recording',
  'completed', 'infeasible', 'cancelled', 'failed', 'degraded');

CREATE TABLE runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind run_kind NOT NULL,
  program_hash bytea REFERENCES programs,
  instance_hash bytea REFERENCES benchmark_instances,
  input_hash bytea NOT NULL GENERATED ALWAYS AS (coalesce(program_hash, instance_hash)) STORED,
  state run_state NOT NULL DEFAULT 'queued',
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  seed bigint NOT NULL,
  idempotency_key text UNIQUE CHECK (idempotency_key <> ''),
  request_hash bytea,
  software_version text NOT NULL,
  -- Budgets: wall seconds, or effort units where answers must not depend on time.
  budget_seconds bigint CHECK (budget_seconds > 0),
  budget_used_ms bigint NOT NULL DEFAULT 0 CHECK (budget_used_ms >= 0),
  effort_budget bigint CHECK (effort_budget > 0),
  effort_used bigint NOT NULL DEFAULT 0 CHECK (effort_used >= 0),
  round integer NOT NULL DEFAULT 0 CHECK (round >= 0),
  -- The leader that works on it; 0 while nobody does.
  epoch bigint NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  state_reason text,
  remedy text,
  cancel_requested boolean NOT NULL DEFAULT false,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  first_valid_at timestamptz,
  finished_at timestamptz,
  best_accreditation bigint CHECK (best_accreditation >= 0),
  best_institution bigint CHECK (best_institution >= 0),
  best_soft bigint,
  bound_accreditation bigint,
  bound_institution bigint,
  bound_soft bigint,
  trivial_bound_accreditation bigint,
  trivial_bound_institution bigint,
  trivial_bound_soft bigint,
  late_answers bigint NOT NULL DEFAULT 0 CHECK (late_answers >= 0),

  CONSTRAINT input_fits_kind CHECK (
    (kind = 'program' AND program_hash IS NOT NULL AND instance_hash IS NULL)
    OR (kind = 'benchmark' AND program_hash IS NULL AND instance_hash IS NOT NULL)),
  CONSTRAINT key_has_request CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
  CONSTRAINT some_budget CHECK (num_nonnulls(budget_seconds, effort_budget) >= 1),
  CONSTRAINT terminal_is_finished CHECK (
    (state IN ('completed', 'infeasible', 'cancelled', 'failed', 'degraded'))
    = (finished_at IS NOT NULL)),
  CONSTRAINT working_has_leader CHECK (
    state NOT IN ('checking', 'planning', 'detailing', 'polishing', 'recording')
    OR (epoch > 0 AND started_at IS NOT NULL)),
  CONSTRAINT bad_end_has_reason CHECK (
    state NOT IN ('infeasible', 'failed', 'degraded') OR state_reason IS NOT NULL),
  CONSTRAINT failure_has_remedy CHECK (state <> 'failed' OR remedy IS NOT NULL),
  CONSTRAINT best_is_whole CHECK (
    num_nonnulls(best_accreditation, best_institution, best_soft) IN (0, 3)),
  CONSTRAINT bound_is_whole CHECK (
    num_nonnulls(bound_accreditation, bound_institution, bound_soft) IN (0, 3)),
  CONSTRAINT trivial_bound_is_whole CHECK (
    num_nonnulls(trivial_bound_accreditation, trivial_bound_institution, trivial_bound_soft)
    IN (0, 3))
);

-- Claiming looks for the oldest queued run; take-over for those a leader had in work.
CREATE INDEX runs_queued ON runs (submitted_at, id) WHERE state = 'queued';
CREATE INDEX runs_working ON runs (id)
  WHERE state IN ('checking', 'planning', 'detailing', 'polishing', 'recording');

CREATE TABLE run_transitions (
  from_state run_state NOT NULL,
  to_state run_state NOT NULL,
  PRIMARY KEY (from_state, to_state)
);

INSERT INTO run_transitions (from_state, to_state) VALUES
  ('queued', 'checking'), ('queued', 'cancelled'), ('queued', 'failed'),
  ('checking', 'planning'), ('checking', 'infeasible'), ('checking', 'cancelled'),
  ('checking', 'failed'),
  -- A benchmark grid without plans goes from planning to polishing; a run for plans alone too.
  ('planning', 'detailing'), ('planning', 'polishing'), ('planning', 'recording'),
  ('planning', 'infeasible'), ('planning', 'cancelled'), ('planning', 'failed'),
  -- A detail that fails goes back to planning, a bounded number of times.
  ('detailing', 'planning'), ('detailing', 'polishing'), ('detailing', 'recording'),
  ('detailing', 'infeasible'), ('detailing', 'cancelled'), ('detailing', 'failed'),
  ('polishing', 'recording'), ('polishing', 'cancelled'), ('polishing', 'failed'),
  ('recording', 'completed'), ('recording', 'degraded'), ('recording', 'cancelled'),
  ('recording', 'failed'),
  -- Resuming goes on from the last checkpoint.
  ('failed', 'queued'), ('cancelled', 'queued');

CREATE FUNCTION guard_run_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM run_transitions
    WHERE from_state = OLD.state AND to_state = NEW.state)
  THEN
    RAISE EXCEPTION 'run % is % and cannot become %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'RT001';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER runs_guard_state BEFORE UPDATE OF state ON runs
  FOR EACH ROW EXECUTE FUNCTION guard_run_state();
