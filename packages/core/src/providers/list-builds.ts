import type { BuildInfo } from "@pragma/contract";
import { findBuilds } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { presentBuild } from "./present.ts";
import { hasShippedProvider } from "./shipped.ts";

/** How many builds of a provider are kept besides the serving one. */
export const KEPT_BUILDS = 10;

/**
 * The last builds of a provider, newest first; empty for a shipped provider that the organization did not push.
 * @throws DomainError not_found
 */
export async function listBuilds(core: Core, context: RequestContext, provider: string): Promise<BuildInfo[]> {
  const { organizationId } = context;
  const rows = await core.reading(organizationId, async (reader) => {
    const builds = await findBuilds(reader.db.tenant(organizationId), provider, KEPT_BUILDS);
    if (builds.length === 0 && !(await hasShippedProvider(reader, provider))) throw notFound("Provider");
    return builds;
  });
  return rows.map(presentBuild);
}
