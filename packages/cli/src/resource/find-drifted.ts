import { FINDINGS } from "@pragma/contract/drift";
import type { Resource, ResourceFilter } from "@pragma/sdk";
import { firstOf } from "../session/first-of.ts";
import type { Session } from "../session/session.ts";

/** Resources whose real things are gone, then those whose differ: at most so many together. */
export async function findDrifted(session: Session, filter: ResourceFilter, limit: number): Promise<Resource[]> {
  const client = await session.client();
  const { signal } = session.io;
  const found: Resource[] = [];
  for (const drift of FINDINGS.toReversed()) {
    const left = limit - found.length;
    if (left === 0) break;
    found.push(...(await firstOf(left, (pageSize) => client.resources.list({ ...filter, drift, pageSize, signal }))));
  }
  return found;
}
