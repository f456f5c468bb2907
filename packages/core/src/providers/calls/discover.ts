import type { Discovered, DiscoverInput, JsonObject } from "@pragma/contract";
import { findByIdentity } from "@pragma/db/queries";
import { maskJson } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type Found, searchThings } from "./search-things.ts";

const DISCOVER_TIMEOUT_MS = 30_000;

/**
 * Asks a provider which things of a type exist: a part of them, as many as `limit`, in the provider's order; or the one of an identity.
 * @param provider whose type it is
 * @returns each with the resource that manages it, or is to take it over. Sensitive values of configs are masked
 * @throws DomainError not_found if there is no such provider; validation_failed for a type that it does not have or that cannot list, and for
 *   a connection that does not exist or is of another provider; conflict for one that was never ready; provider_timeout after 30 s;
 *   provider_failed
 */
export async function discover(
  core: Core,
  context: RequestContext,
  provider: string,
  input: DiscoverInput,
  signal?: AbortSignal,
): Promise<Discovered> {
  const found = await searchThings(core, context, provider, input, { timeoutMs: DISCOVER_TIMEOUT_MS, signal });
  const managers = await findManagers(core, context.organizationId, found);
  return {
    items: found.items.map(({ config, ...item }) => ({
      ...item,
      managed_by: managers.get(item.identity) ?? null,
      ...(config && { config: maskJson(config) as JsonObject }),
    })),
    ...nextOf(found.cursor, input),
  };
}

/** Ids of the resources whose things these are, by identity. */
async function findManagers(
  core: Core,
  organizationId: string,
  { subject: { provider, resource, connection }, items }: Found,
): Promise<Map<string, string>> {
  if (items.length === 0) return new Map();
  const things = items.map(({ identity }) => ({ provider, resource, identity }));
  const rows = await findByIdentity(core.db.tenant(organizationId), things);
  return new Map(rows.filter((row) => row.connection === connection).map(({ identity, id }) => [identity, id]));
}

/** A list that begins where it began would never end. */
function nextOf(cursor: string | null, input: DiscoverInput): Pick<Discovered, "cursor" | "warnings"> {
  if (cursor === null || cursor !== input.cursor) return { cursor, warnings: [] };
  return {
    cursor: null,
    warnings: ["The provider gave the same cursor again, so the list ends here: there may be more"],
  };
}
