import type { World } from "./world.ts";

/**
 * Makes checks of the organization due again that a worker's follower has planned anew, since it saw only now what had succeeded before they were made due.
 * Those that a worker has in hand stay with it.
 */
export async function dueAgain(world: World): Promise<void> {
  await world.pool.query(
    `UPDATE drift_checks SET due_at = '2000-01-01' WHERE organization_id = $1 AND checked_at IS NULL AND error IS NULL
       AND due_at BETWEEN now() + interval '1 second' AND now() + interval '90 seconds'`,
    [world.context.organizationId],
  );
}
