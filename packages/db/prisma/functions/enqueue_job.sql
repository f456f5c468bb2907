-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.enqueue_job(task text, payload json, run_at timestamp with time zone DEFAULT now())
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  job_id bigint;
BEGIN
  INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts, priority)
  SELECT tasks.id, enqueue_job.payload, enqueue_job.run_at, 25, 0
  FROM graphile_worker._private_tasks AS tasks
  WHERE tasks.identifier = enqueue_job.task
  RETURNING id INTO job_id;
  IF job_id IS NULL THEN
    RAISE EXCEPTION 'Unknown task %: it is registered by a migration', enqueue_job.task;
  END IF;
  RETURN job_id;
END;
$function$
;
