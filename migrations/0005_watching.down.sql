-- Why: takes back 0005; watchers see nothing live any more.
DROP TRIGGER runs_notify ON runs;
DROP TABLE run_progress;
DROP FUNCTION notify_progress();
DROP FUNCTION notify_run();
