-- Why: people watch a run through rows and notifications, never through the cluster's sockets.
-- Triggers send the notifications, so no writer can forget one. They are small and only say what
-- to read again: "RUN state STATE", "RUN cancel" or "RUN progress".

CREATE TABLE run_progress (
  run_id bigint PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  phase text NOT NULL,
  round integer NOT NULL CHECK (round >= 0),
  best_accreditation bigint,
  best_institution bigint,
  best_soft bigint,
  elapsed_ms bigint NOT NULL CHECK (elapsed_ms >= 0),
  remaining_ms bigint CHECK (remaining_ms >= 0),
  effort bigint NOT NULL CHECK (effort >= 0),
  lanes jsonb NOT NULL CHECK (jsonb_typeof(lanes) = 'array'),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT best_is_whole CHECK (
    num_nonnulls(best_accreditation, best_institution, best_soft) IN (0, 3))
) WITH (fillfactor = 50);  -- Rewritten every second: room for updates within the page.

CREATE FUNCTION notify_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    PERFORM pg_notify('rota_runs', NEW.id || ' state ' || NEW.state);
  ELSIF NEW.cancel_requested AND NOT OLD.cancel_requested THEN
    PERFORM pg_notify('rota_runs', NEW.id || ' cancel');
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER runs_notify AFTER INSERT OR UPDATE OF state, cancel_requested ON runs
  FOR EACH ROW EXECUTE FUNCTION notify_run();

CREATE FUNCTION notify_progress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rota_runs', NEW.run_id || ' progress');
  RETURN NULL;
END
$$;

CREATE TRIGGER run_progress_notify AFTER INSERT OR UPDATE ON run_progress
  FOR EACH ROW EXECUTE FUNCTION notify_progress();
