-- Why: a bound is worth what proves it. Each checked bound of a run is kept with its multipliers, so
-- that a new leader can go on from it and anyone can check it again elsewhere.

CREATE TABLE run_bounds (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  -- No valid answer has fewer soft points.
  soft bigint NOT NULL,
  -- The message that carries the bound and its multipliers.
  proof bytea NOT NULL CHECK (octet_length(proof) > 0),
  strategy text NOT NULL,
  proved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, soft)
);
