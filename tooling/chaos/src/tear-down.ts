import { setTimeout as sleep } from "node:timers/promises";
import { readStandings, type Standing } from "./collect/stored-resources.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/** Deletions that failed before are asked for again; more rounds than this mean that something is wrong. */
const MAX_ROUNDS = 40;

/**
 * Deletes all resources as a client does: takes protection away and resumes what is paused, deletes each with what depends on it, and applies what
 * still runs with one that it has let go of, since its deletion is refused until that has succeeded.
 */
export async function tearDown(stack: Stack, organizations: readonly Organization[]): Promise<void> {
  await Promise.all(organizations.map((organization) => deleteAll(stack, organization)));
}

async function deleteAll(stack: Stack, organization: Organization): Promise<void> {
  const url = stack.urls[0] as string;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const left = await readStandings(stack.pool, organization);
    if (left.length === 0) return;
    for (const resource of left) {
      await release(url, organization, resource);
      for (const id of await refusedFor(url, organization, resource)) await apply(url, organization, { id });
    }
    await sleep(500);
  }
}

/** Asks for the deletion. @returns the ids of the dependents for which it was refused */
async function refusedFor(url: string, { token }: Organization, { id }: Standing): Promise<readonly string[]> {
  const response = await fetch(`${url}/resources/${encodeURIComponent(id)}?dependents=cascade`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  if (response.status !== 409) return [];
  const { detail } = (await response.json()) as { detail: string | { dependents?: readonly string[] } };
  return typeof detail === "object" ? (detail.dependents ?? []) : [];
}

/** Takes away what keeps it from being deleted: its protection, and that it is paused. */
async function release(url: string, organization: Organization, { id, handling }: Standing): Promise<void> {
  await apply(url, organization, {
    id,
    changes: { deletion_protected: false, handling: { ...handling, paused: false } },
    unless: (resource) => resource["deletion_protected"] !== true && !handling.paused,
  });
}

interface Application {
  readonly id: string;
  /** Changes to what was read before it is sent. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Tells whether to leave the resource that was read alone. */
  unless?(resource: Readonly<Record<string, unknown>>): boolean;
}

/** Sends back what was read, to be carried out. */
async function apply(url: string, { token }: Organization, { id, changes, unless }: Application): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${url}/resources/${encodeURIComponent(id)}`, { headers });
  if (!response.ok) return;
  const resource = (await response.json()) as Record<string, unknown>;
  if (unless?.(resource)) return;
  const body = JSON.stringify({ ...resource, ...changes, lifecycle_state: "pending" });
  await fetch(`${url}/resources/apply`, { method: "POST", headers, body });
}
