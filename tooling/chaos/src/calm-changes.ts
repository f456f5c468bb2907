import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@pragma/contract";
import { type Facts, isSecret, pickRoots, type Random, type StoredResource } from "@pragma/testing/chaos";
import type { HttpClient } from "./clients/http-client.ts";
import { readEdges, readResources } from "./collect/stored-resources.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

const ROOTS = 4;
const WAVES = 3;

/**
 * Changes some roots, several times, while nothing else happens: what follows from them can then be followed.
 * @returns when it began; the end is when all of that is settled
 */
export async function changeRoots(
  stack: Stack,
  http: HttpClient,
  organizations: readonly Organization[],
  random: Random,
): Promise<NonNullable<Facts["calmChanges"]>["from"]> {
  const from = Date.now();
  await Promise.all(
    organizations.map(async (organization) => {
      const own = random.fork(organization.space);
      const read = await readResources(stack.pool, stack.urls[0] as string, organization);
      // It was read with its secrets: what was detached from one would be sent back in plain.
      const resources = read.filter(({ config }) => !isSecret(JSON.stringify(config)));
      const roots = pickRoots(own, resources, await readEdges(stack.pool, organization), ROOTS);
      for (let wave = 0; wave < WAVES; wave++) {
        await Promise.all(roots.map((root) => change(http, organization, own, root, `wave ${wave}`)));
        await sleep(own.below(400));
      }
    }),
  );
  return from;
}

/** One that is in flight again, since another root's change reached it, is left alone. */
async function change(
  http: HttpClient,
  organization: Organization,
  random: Random,
  { key, config }: StoredResource,
  text: string,
): Promise<void> {
  const changed: JsonObject = { ...config, text: `${text} of ${key}` };
  const replica = random.below(2);
  await http.send("calm", organization, replica, { kind: "apply", key, state: "pending", config: changed });
}
