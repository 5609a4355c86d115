ALTER TABLE drafts DROP COLUMN duties;
ALTER TABLE alternatives DROP COLUMN duties;
