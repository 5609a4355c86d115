-- Why: a run names its input by content hash, so no service ever reads the operator's folder and
-- the same input is kept once. Inputs are therefore never changed, only added.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TABLE programs (
  content_hash bytea PRIMARY KEY CHECK (octet_length(content_hash) = 32),
  name text NOT NULL CHECK (name <> ''),
  -- Text, not jsonb: the hash is over these very bytes.
  canonical text NOT NULL CHECK (jsonb_typeof(canonical::jsonb) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER programs_never_change BEFORE UPDATE ON programs
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE benchmark_instances (
  content_hash bytea PRIMARY KEY CHECK (octet_length(content_hash) = 32),
  format text NOT NULL CHECK (format <> ''),
  name text NOT NULL CHECK (name <> ''),
  -- An LZ4 frame; body_bytes is its size once decompressed.
  body bytea NOT NULL,
  body_bytes bigint NOT NULL CHECK (body_bytes >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- LZ4 already: PostgreSQL need not try to compress it again.
ALTER TABLE benchmark_instances ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TRIGGER benchmark_instances_never_change BEFORE UPDATE ON benchmark_instances
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
