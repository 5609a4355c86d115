-- Why: a schedule's lower level has a thousand cells a person, which nobody asks for one by one.
-- They are kept whole beside the verdict: an LZ4 frame of the document that Formats writes, whose
-- cells are positions in the programme that the run names by hash. Null: only blocks were planned.

ALTER TABLE alternatives ADD COLUMN duties bytea;
ALTER TABLE alternatives ALTER COLUMN duties SET STORAGE EXTERNAL;
ALTER TABLE drafts ADD COLUMN duties bytea;
ALTER TABLE drafts ALTER COLUMN duties SET STORAGE EXTERNAL;
