import type { BuildInfo } from "@pragma/contract";
import { findBuild } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { presentBuild } from "./present.ts";

/** One build. @throws DomainError not_found */
export async function getBuild(
  core: Core,
  context: RequestContext,
  provider: string,
  version: string,
): Promise<BuildInfo> {
  const row = await findBuild(core.db.tenant(context.organizationId), provider, version);
  if (!row) throw notFound("Build");
  return presentBuild(row);
}
