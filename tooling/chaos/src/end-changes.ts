import type { ChangeFact, Random } from "@pragma/testing/chaos";
import type { HttpClient } from "./clients/http-client.ts";
import { readWaitingChanges } from "./collect/stored-changes.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/**
 * Ends all changes that still wait for something, as their user does who gives them up.
 * @returns the changes, as they were before
 */
export async function endChanges(
  { pool, urls }: Stack,
  http: HttpClient,
  organizations: readonly Organization[],
  random: Random,
): Promise<ChangeFact[]> {
  const waiting: ChangeFact[] = [];
  for (const organization of organizations) {
    const own = random.fork(organization.space);
    for (const change of await readWaitingChanges(pool, urls[0] as string, organization)) {
      waiting.push(change);
      const running = own.chance(0.5) ? "cancel" : "wait";
      await http.send("calm", organization, own.below(2), { kind: "change-end", id: change.id, running });
    }
  }
  return waiting;
}
