import { asksToProcess, isFailed } from "@pragma/contract";
import { type BasisRow, type KeptRow, type ResourceRow, readBasis } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { laterFacts } from "../../resources/apply/kept-fields.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import type { ChangeRequest } from "../request/change-request.ts";
import { conditionHolds } from "./conditions.ts";
import type { Claim, Claims, DecidedDocument, LockedClaim } from "./decision.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Known } from "./identify.ts";

/** In place of the facts of what does not exist. */
const NOTHING = "absent";

type Guarded = KeptRow & Pick<ResourceRow, "created_at" | "generation" | "deleting_since">;

/** Facts of a resource that a plan's condition checks: which one it is, its generation, metadata and deletion; not its state. */
function guardedFacts(row: Guarded | undefined): string {
  if (!row) return NOTHING;
  const { created_at, generation, tags, owner_references, deletion_protected } = row;
  const known = [created_at, generation, tags, owner_references, deletion_protected, isLeaving(row)];
  return JSON.stringify([...known, ...laterFacts(row)]);
}

/**
 * Resources that a change relies on and does not write: documents that change nothing, and those its conditions name. A planned
 * change has met its conditions already; of those resources, only the facts that met them count, not what has settled since.
 */
export async function claimsOf(
  core: Core,
  organizationId: string,
  request: Pick<ChangeRequest, "ifMatch" | "wasPlanned">,
  { documents, known }: { documents: readonly DecidedDocument[]; known: Known },
): Promise<Claims> {
  const unchanged = documents.flatMap(({ key, existing, type, action, input }): Claim[] => {
    if (action !== "unchanged" || !existing) return [];
    const isRun = asksToProcess(input.lifecycle_state);
    // A resource that has failed since would be tried again.
    const stands = (row: LockedClaim): boolean => !isRun || !isFailed(row.lifecycle_state);
    const says = (row: LockedClaim): boolean => fingerprint(row, type) === fingerprint(existing, type) && stands(row);
    return [{ key, version: existing.version, holds: (row) => row !== undefined && says(row) }];
  });
  if (Object.keys(request.ifMatch).length === 0)
    return { unchanged, guards: [], absent: [], guarded: {}, standing: null };
  const byId = new Map(
    documents.flatMap((document) => [[document.id, document] as const, [document.key, document] as const]),
  );
  const others = new Map(known.guards.map((guard) => [guard.id, guard]));
  const found = await readGuarded(core, organizationId, known);
  const guarded: Record<string, string> = {};
  const guards: Claim[] = [];
  const absent: string[] = [];
  for (const [id, wanted] of Object.entries(request.ifMatch)) {
    const document = byId.get(id);
    const row = document ? document.existing : found.get(others.get(id)?.key ?? id);
    const facts = guardedFacts(row);
    guarded[id] = facts;
    if (row) {
      const holds: Claim["holds"] = request.wasPlanned
        ? (now) => guardedFacts(now) === facts
        : (now) => conditionHolds(now, wanted);
      guards.push({ key: row.key, holds });
    } else if (!document) absent.push(id);
  }
  return { unchanged, guards, absent, guarded, standing: null };
}

async function readGuarded(core: Core, organizationId: string, { guards }: Known): Promise<Map<string, BasisRow>> {
  const keys = guards.flatMap(({ row }) => row?.key ?? []);
  if (keys.length === 0) return new Map();
  return new Map((await readBasis(core.db.tenant(organizationId), keys)).map((row) => [row.key, row]));
}
