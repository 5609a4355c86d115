-- Why: what a run leaves behind. Only a schedule without a hard violation can be an alternative;
-- the constraints say so, so no bug of ours can publish an invalid one. The others are drafts,
-- with each violation listed. Incumbents are checkpoints, not results.

CREATE TABLE incumbents (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  revision bigint NOT NULL CHECK (revision >= 0),
  round integer NOT NULL CHECK (round >= 0),
  accreditation bigint NOT NULL CHECK (accreditation >= 0),
  institution bigint NOT NULL CHECK (institution >= 0),
  soft bigint NOT NULL,
  -- An LZ4 frame of grid choices: numbers, no names.
  cells bytea NOT NULL,
  found_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, revision)
);

ALTER TABLE incumbents ALTER COLUMN cells SET STORAGE EXTERNAL;

CREATE TABLE alternatives (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  rank integer NOT NULL CHECK (rank >= 1),
  accreditation bigint NOT NULL,
  institution bigint NOT NULL,
  soft bigint NOT NULL,
  quality double precision CHECK (quality BETWEEN 0 AND 1),
  level text NOT NULL CHECK (level <> ''),
  verdict jsonb NOT NULL,
  score_by_instance jsonb NOT NULL CHECK (jsonb_typeof(score_by_instance) = 'object'),
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  found_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, rank),
  UNIQUE (run_id, content_hash),
  CONSTRAINT no_hard_violation CHECK (accreditation = 0 AND institution = 0)
);

CREATE TABLE assignments (
  run_id bigint NOT NULL,
  rank integer NOT NULL,
  resident text NOT NULL CHECK (resident <> ''),
  block smallint NOT NULL CHECK (block BETWEEN 0 AND 13),
  half smallint CHECK (half IN (1, 2)),
  rotation text NOT NULL CHECK (rotation <> ''),
  FOREIGN KEY (run_id, rank) REFERENCES alternatives ON DELETE CASCADE
);

-- Null stands for the whole block; two rows for the same cell are refused either way.
CREATE UNIQUE INDEX assignments_cell
  ON assignments (run_id, rank, resident, block, coalesce(half, 0));

CREATE TABLE drafts (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  rank integer NOT NULL CHECK (rank >= 1),
  accreditation bigint NOT NULL CHECK (accreditation >= 0),
  institution bigint NOT NULL CHECK (institution >= 0),
  soft bigint NOT NULL,
  level text NOT NULL CHECK (level <> ''),
  verdict jsonb NOT NULL,
  score_by_instance jsonb NOT NULL CHECK (jsonb_typeof(score_by_instance) = 'object'),
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  found_by text NOT NULL,
  -- The answer of a benchmark run in its own format; null for programmes.
  body text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, rank),
  CONSTRAINT some_hard_violation CHECK (accreditation > 0 OR institution > 0)
);

CREATE TABLE draft_assignments (
  run_id bigint NOT NULL,
  rank integer NOT NULL,
  resident text NOT NULL CHECK (resident <> ''),
  block smallint NOT NULL CHECK (block BETWEEN 0 AND 13),
  half smallint CHECK (half IN (1, 2)),
  rotation text NOT NULL CHECK (rotation <> ''),
  FOREIGN KEY (run_id, rank) REFERENCES drafts ON DELETE CASCADE
);

CREATE UNIQUE INDEX draft_assignments_cell
  ON draft_assignments (run_id, rank, resident, block, coalesce(half, 0));

CREATE TABLE violations (
  run_id bigint NOT NULL,
  rank integer NOT NULL,
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  rule_instance text NOT NULL,
  person text,
  -- Where in the year, as the judge words it: a block, a date or a range.
  place text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  level text NOT NULL CHECK (level IN ('accreditation', 'institution', 'soft')),
  explanation text NOT NULL,
  PRIMARY KEY (run_id, rank, ordinal),
  FOREIGN KEY (run_id, rank) REFERENCES drafts ON DELETE CASCADE
);

CREATE TABLE benchmark_answers (
  run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
  rank integer NOT NULL CHECK (rank >= 1),
  accreditation bigint NOT NULL,
  institution bigint NOT NULL,
  soft bigint NOT NULL,
  -- The answer in the format of the benchmark, as its own judge read it.
  body text NOT NULL,
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  found_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, rank),
  CONSTRAINT no_hard_violation CHECK (accreditation = 0 AND institution = 0)
);
