-- Why: a schedule's lower level has a thousand cells a person, which nobody asks for one by one.
-- They are kept whole beside the verdict: an LZ4 frame of a document whose cells are positions in
-- the programme that the run names by hash. Null: only blocks were planned.

ALTER TABLE alternatives ADD COLUMN duties bytea;
ALTER TABLE alternatives ALTER COLUMN duties SET STORAGE EXTERNAL;
ALTER TABLE drafts ADD COLUMN duties bytea;
ALTER TABLE drafts ALTER COLUMN duties SET STORAGE EXTERNAL;

-- A year is found in stages: the rotation plan, the service weeks, the duties under both. What an
-- earlier stage ended with is what the next one is compiled from, by whichever leader goes on.
CREATE TABLE run_stages (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  position integer NOT NULL CHECK (position >= 0),
  level text NOT NULL CHECK (level IN ('plan', 'service-weeks')),
  accreditation bigint NOT NULL CHECK (accreditation >= 0),
  institution bigint NOT NULL CHECK (institution >= 0),
  soft bigint NOT NULL,
  -- An LZ4 frame of grid choices: numbers, no names.
  cells bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, position)
);

ALTER TABLE run_stages ALTER COLUMN cells SET STORAGE EXTERNAL;

-- A run for duties alone has no plan to search.
INSERT INTO run_transitions (from_state, to_state) VALUES ('checking', 'detailing');
