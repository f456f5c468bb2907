import { type ResourceHealth, resourceHealthSchema } from "@pragma/contract";
import { findResourceAndTypes } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { askProvider } from "./ask-provider.ts";

const HEALTH_TIMEOUT_MS = 10_000;

/**
 * Asks the provider about the health of a resource.
 * @param id internal or friendly id
 * @throws DomainError not_found, also if the type has no health; provider_timeout after 10 s; provider_failed
 */
export async function checkResourceHealth(
  core: Core,
  context: RequestContext,
  id: string,
  signal?: AbortSignal,
): Promise<ResourceHealth> {
  const { organizationId } = context;
  const { row, typesVersion } = await findResourceAndTypes(core.db.tenant(organizationId), id);
  if (!row) throw notFound("Resource");
  const type = (await core.types.at(organizationId, typesVersion)).find(row.provider, row.resource);
  if (!type?.capabilities.includes("health")) {
    throw new DomainError("not_found", `${row.provider}/${row.resource} has no health to ask for`);
  }
  const question = { about: { resourceKey: row.key }, method: "health" as const, timeoutMs: HEALTH_TIMEOUT_MS };
  for await (const answer of askProvider(core, context, question, signal)) {
    const health = resourceHealthSchema.safeParse(answer);
    if (health.success) return health.data;
    break;
  }
  throw new DomainError("provider_failed", `The provider of ${row.key} gave no valid answer`);
}
