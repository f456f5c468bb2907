import { setTimeout as sleep } from "node:timers/promises";
import { readStandings, type Standing } from "./collect/stored-resources.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/** Deletions that failed before are asked for again; more rounds than this mean that something is wrong. */
const MAX_ROUNDS = 40;

/** Deletes all resources as a client does: takes protection away, then deletes each with what depends on it. */
export async function tearDown(stack: Stack, organizations: readonly Organization[]): Promise<void> {
  await Promise.all(organizations.map((organization) => deleteAll(stack, organization)));
}

async function deleteAll(stack: Stack, organization: Organization): Promise<void> {
  const url = stack.urls[0] as string;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const left = await readStandings(stack.pool, organization);
    if (left.length === 0) return;
    for (const resource of left) {
      await unprotect(url, organization, resource);
      await fetch(`${url}/resources/${encodeURIComponent(resource.id)}?dependents=cascade`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${organization.token}` },
      });
    }
    await sleep(500);
  }
}

/** Sends back what was read, with the protection off. */
async function unprotect(url: string, { token }: Organization, { id }: Standing): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${url}/resources/${encodeURIComponent(id)}`, { headers });
  if (!response.ok) return;
  const { lifecycle_state: _, ...resource } = (await response.json()) as Record<string, unknown>;
  if (resource["deletion_protected"] !== true) return;
  const body = JSON.stringify({ ...resource, deletion_protected: false });
  await fetch(`${url}/resources/apply`, { method: "POST", headers, body });
}
