-- Why: one leader at a time, and an answer counts only while its lease is held. Both are decided by
-- predicates on these rows, so a process that was stopped and woke up late can do no harm.

CREATE TABLE coordinator_epochs (
  -- One row only: the newest leadership.
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  epoch bigint NOT NULL CHECK (epoch >= 0),
  holder text NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO coordinator_epochs (epoch, holder) VALUES (0, 'nobody yet');

CREATE FUNCTION guard_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.epoch <= OLD.epoch THEN
    RAISE EXCEPTION 'an epoch only rises: % after %', NEW.epoch, OLD.epoch
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER coordinator_epochs_rise BEFORE UPDATE ON coordinator_epochs
  FOR EACH ROW EXECUTE FUNCTION guard_epoch();

CREATE TYPE node_state AS ENUM ('joined', 'suspect', 'left', 'draining');

CREATE TABLE nodes (
  id text PRIMARY KEY CHECK (id <> ''),
  name text NOT NULL,
  state node_state NOT NULL,
  slots integer NOT NULL CHECK (slots >= 0),
  memory_bytes bigint NOT NULL CHECK (memory_bytes >= 0),
  software_version text NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  offers_sent bigint NOT NULL DEFAULT 0 CHECK (offers_sent >= 0),
  offers_accepted bigint NOT NULL DEFAULT 0 CHECK (offers_accepted >= 0),
  offers_refused bigint NOT NULL DEFAULT 0 CHECK (offers_refused >= 0),
  splices_accepted bigint NOT NULL DEFAULT 0 CHECK (splices_accepted >= 0),
  effort bigint NOT NULL DEFAULT 0 CHECK (effort >= 0)
);

CREATE TYPE subproblem_state AS ENUM ('open', 'leased', 'finished', 'quarantined', 'dropped');

CREATE TABLE subproblems (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  id bigint NOT NULL,
  round integer NOT NULL CHECK (round >= 0),
  kind text NOT NULL,
  strategy text NOT NULL,
  state subproblem_state NOT NULL,
  -- Nodes that died while they worked on it; the third puts it in quarantine.
  deaths integer NOT NULL DEFAULT 0 CHECK (deaths BETWEEN 0 AND 3),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, id),
  CONSTRAINT third_death_quarantines CHECK (deaths < 3 OR state = 'quarantined')
);

CREATE TYPE lease_state AS ENUM ('held', 'finished', 'expired', 'revoked');

CREATE TABLE leases (
  -- Leaders number their leases themselves, so only epoch and id together are unique.
  epoch bigint NOT NULL CHECK (epoch > 0),
  id bigint NOT NULL,
  run_id bigint NOT NULL,
  subproblem_id bigint NOT NULL,
  node_id text NOT NULL REFERENCES nodes,
  slot integer NOT NULL CHECK (slot >= 0),
  state lease_state NOT NULL DEFAULT 'held',
  granted_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  offers_accepted bigint NOT NULL DEFAULT 0 CHECK (offers_accepted >= 0),
  effort bigint NOT NULL DEFAULT 0 CHECK (effort >= 0),
  PRIMARY KEY (epoch, id),
  FOREIGN KEY (run_id, subproblem_id) REFERENCES subproblems ON DELETE CASCADE,
  CONSTRAINT ended_when_not_held CHECK ((state = 'held') = (ended_at IS NULL)),
  CONSTRAINT expires_after_grant CHECK (expires_at > granted_at)
);

CREATE INDEX leases_of_subproblem ON leases (run_id, subproblem_id);
-- A slot of a node works on one subproblem at a time.
CREATE UNIQUE INDEX leases_held_slot ON leases (node_id, slot) WHERE state = 'held';

CREATE TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id bigint REFERENCES runs ON DELETE CASCADE,
  node_id text REFERENCES nodes,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind <> ''),
  detail jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object')
);

CREATE INDEX events_of_run ON events (run_id, id);
