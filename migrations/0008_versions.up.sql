-- Why: what people accept must be exactly what was judged, for good. A version is a copy of an
-- alternative, whole, with a number in its programme. Only alternatives can become one, and an
-- alternative has no hard violation, so no draft can, by whatever statement. Rows are never changed
-- nor removed: the next year's history and scoped runs stand on them.

CREATE TABLE versions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_name text NOT NULL CHECK (program_name <> ''),
  number integer NOT NULL CHECK (number >= 1),
  -- The very input that the run was judged by.
  program_hash bytea NOT NULL REFERENCES programs,
  -- Its run cannot be deleted while the version stands.
  run_id bigint NOT NULL REFERENCES runs,
  rank integer NOT NULL CHECK (rank >= 1),
  accreditation bigint NOT NULL,
  institution bigint NOT NULL,
  soft bigint NOT NULL,
  quality double precision CHECK (quality BETWEEN 0 AND 1),
  level text NOT NULL CHECK (level IN ('plan', 'duties')),
  verdict jsonb NOT NULL,
  score_by_instance jsonb NOT NULL CHECK (jsonb_typeof(score_by_instance) = 'object'),
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  found_by text NOT NULL,
  -- An LZ4 frame: plan, service weeks and duties as positions in the programme; null for a plan.
  duties bytea,
  -- Why it was accepted, in words of whoever did.
  note text CHECK (note <> ''),
  accepted_at timestamptz NOT NULL DEFAULT now(),

  UNIQUE (program_name, number),
  -- Accepting the same schedule of a run twice is the same version.
  UNIQUE (run_id, content_hash),
  CONSTRAINT no_hard_violation CHECK (accreditation = 0 AND institution = 0),
  CONSTRAINT both_levels CHECK ((level = 'duties') = (duties IS NOT NULL))
);

ALTER TABLE versions ALTER COLUMN duties SET STORAGE EXTERNAL;

CREATE TABLE version_assignments (
  version_id bigint NOT NULL REFERENCES versions,
  resident text NOT NULL CHECK (resident <> ''),
  block smallint NOT NULL CHECK (block BETWEEN 0 AND 13),
  half smallint CHECK (half IN (1, 2)),
  rotation text NOT NULL CHECK (rotation <> '')
);

CREATE UNIQUE INDEX version_assignments_cell
  ON version_assignments (version_id, resident, block, coalesce(half, 0));

CREATE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest integer;
BEGIN
  -- One at a time: two that accept at once get two numbers.
  PERFORM pg_advisory_xact_lock(hashtextextended('rota version ' || NEW.program_name, 0));
  SELECT max(number) INTO newest FROM versions WHERE program_name = NEW.program_name;
  IF NEW.number IS DISTINCT FROM coalesce(newest, 0) + 1 THEN
    RAISE EXCEPTION 'version % of % does not follow %',
      NEW.number, NEW.program_name, coalesce(newest, 0)
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM alternatives
    JOIN runs ON runs.id = alternatives.run_id
    JOIN programs ON programs.content_hash = runs.program_hash
    WHERE alternatives.run_id = NEW.run_id AND alternatives.rank = NEW.rank
      AND alternatives.content_hash = NEW.content_hash
      AND alternatives.duties IS NOT DISTINCT FROM NEW.duties
      AND runs.program_hash = NEW.program_hash AND programs.name = NEW.program_name)
  THEN
    RAISE EXCEPTION 'run % has no alternative % with this content', NEW.run_id, NEW.rank
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER versions_guard BEFORE INSERT ON versions
  FOR EACH ROW EXECUTE FUNCTION guard_version();

-- Cells come with their version, in its transaction, and never afterwards.
CREATE FUNCTION guard_version_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM versions
    WHERE id = NEW.version_id AND xmin = pg_current_xact_id()::xid)
  THEN
    RAISE EXCEPTION 'version % is complete', NEW.version_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER version_assignments_guard BEFORE INSERT ON version_assignments
  FOR EACH ROW EXECUTE FUNCTION guard_version_cell();

CREATE TRIGGER versions_never_change BEFORE UPDATE OR DELETE ON versions
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER versions_never_emptied BEFORE TRUNCATE ON versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_assignments_never_change BEFORE UPDATE OR DELETE ON version_assignments
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_assignments_never_emptied BEFORE TRUNCATE ON version_assignments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What people care about, by name, 0 to 1: in each of two alternatives of a run one is better.
ALTER TABLE alternatives ADD COLUMN components jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(components) = 'object');
