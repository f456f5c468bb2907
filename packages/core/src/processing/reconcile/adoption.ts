import type { JsonObject } from "@pragma/contract";
import { findByIdentity, type IdentifiedRow } from "@pragma/db/queries";
import { findDrift, formatPath, immutableChanges, PathPatterns, parsePath } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { managerAmong } from "../../resources/apply/check-adoption.ts";
import { rowsOfEach } from "../../resources/apply/identified.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import { withFound } from "../../resources/drift/with-found.ts";
import type { Claim } from "./claim.ts";

/** What an event is to take over, and how that is compared. */
export interface ClaimedAdoption {
  identity: string;
  /** See `Adoption` of the runtime. */
  compare(declared: JsonObject, found: JsonObject): { before: JsonObject } | { problem: string } | null;
}

/** The identity of what an event takes over instead of making it; null if it makes it. */
function adoptedBy({ eventType, resource }: Pick<Claim, "eventType" | "resource">): string | null {
  return eventType === "CREATE" && !resource.provisioned ? resource.identity : null;
}

/**
 * What an event is to take over; undefined if it makes the thing. What `handling.ignore` names is no difference, and an immutable field
 * that differs is a problem.
 */
export function adoptionOf(core: Core, claim: Claim): ClaimedAdoption | undefined {
  const identity = adoptedBy(claim);
  if (identity === null) return undefined;
  const box = core.services.keyring.box(claim.organizationId);
  const ignored = new PathPatterns(storedHandling(claim.resource)?.ignore ?? []);
  return {
    identity,
    compare(declared, found) {
      const differences = findDrift(declared, found, { isIgnored: (path) => ignored.covers(path) });
      if (differences.length === 0) return null;
      const places = differences.map(({ path, found: value }) => ({
        path: parsePath(path) ?? [],
        found: value === null ? undefined : value,
      }));
      const before = withFound(declared, places, box);
      const [immutable] = claim.type ? immutableChanges(claim.type.annotations, before, declared) : [];
      if (immutable === undefined) return { before };
      const field = formatPath(["config", ...immutable]);
      return { problem: `${field} is another one there, and cannot be changed once the resource exists` };
    },
  };
}

/**
 * The resource that manages what an event is to take over: one that is provisioned, or else the first by its key, so that of two that want
 * the same one gets it.
 * @returns its id; undefined if nothing is in the way
 */
export async function findRival(core: Core, claim: Claim): Promise<string | undefined> {
  const identity = adoptedBy(claim);
  if (identity === null) return undefined;
  const { provider, resource, connection } = claim.resource;
  const tenant = core.db.tenant(claim.organizationId);
  const rows = await core.services.identified.add(
    claim.organizationId,
    { provider, resource, identity },
    async (things) => rowsOfEach(things, await findByIdentity(tenant, things)),
  );
  const isFirst = ({ provisioned, key }: IdentifiedRow): boolean => provisioned || key < claim.key;
  return managerAmong(rows, { key: claim.key, connection }, isFirst);
}
