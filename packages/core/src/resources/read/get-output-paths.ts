import { type JsonObject, type LifecycleState, parseKey } from "@pragma/contract";
import { findResourceAndTypes } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { validationError } from "../../foundation/common/errors.ts";
import { type OutputPath, outputPaths } from "../../foundation/types/output-paths.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

export interface ReferableOutputs {
  /** null for a resource that does not exist yet. */
  lifecycle_state: LifecycleState | null;
  /** At most 200. */
  paths: OutputPath[];
}

/**
 * Paths that a reference to a resource may name below `outputs`: those in its type's schema and those that exist. Also works for
 * a resource yet to be created. Shows no values.
 * @param key `provider/resource/name`
 * @throws DomainError validation_failed for anything else
 */
export async function getOutputPaths(core: Core, context: RequestContext, key: string): Promise<ReferableOutputs> {
  const ref = parseKey(key);
  if (!ref) throw validationError([{ loc: ["key"], msg: "must be provider/resource/name", type: "key" }]);
  const { organizationId } = context;
  const { row, typesVersion } = await findResourceAndTypes(core.db.tenant(organizationId), key);
  const types = await core.types.at(organizationId, typesVersion);
  const outputs = row?.outputs == null ? null : (JSON.parse(row.outputs) as JsonObject);
  return {
    lifecycle_state: row?.lifecycle_state ?? null,
    paths: outputPaths(types.find(ref.provider, ref.resource), outputs),
  };
}
