/**
 * SQL for the jobs `j` of a task that the queue will still run, or is running for the last time. The caller appends a
 * condition on their payload. There is no index for it: ask for few, and seldom.
 */
export function liveJobs(task: string): string {
  return `graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = '${task}' AND (j.attempts < j.max_attempts OR j.locked_at IS NOT NULL)`;
}
