import type { ErrorFacts, Json } from "@pragma/contract";
import type { LoadedDependency, ReconcileRow } from "@pragma/db/queries";
import {
  formatPath,
  hideSealedKeys,
  jsonEqual,
  type Path,
  resolveReferences,
  revealJson,
  sealPaths,
  sensitivePaths,
  type TargetState,
  tooManySensitive,
} from "@pragma/language";
import { validateValue } from "../../foundation/schemas/index.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { withoutSignatures } from "../../resources/built-ins/file/signature.ts";
import { presentedOutputs } from "../../resources/built-ins/index.ts";
import { immutableSince } from "../../resources/drift/immutable-since.ts";

/** A resolved config, with the immutable fields in which it differs from what succeeded last; or why there is none. */
export type Resolution =
  | { ok: true; config: Json; fixed: readonly Path[] }
  | { ok: false; message: string; facts: ErrorFacts };

/**
 * Replaces the references in a resource's config with values of its dependencies' last success, validates the result against the
 * type's schema, and finds the immutable fields that differ.
 * @throws DecryptionError
 */
export async function resolveConfig(
  core: Core,
  organizationId: string,
  row: ReconcileRow,
  dependencies: readonly LoadedDependency[],
  type: KnownType | undefined,
): Promise<Resolution> {
  const box = core.services.keyring.box(organizationId);
  const config = JSON.parse(row.config) as Json;
  let resolved = config;
  if (dependencies.length > 0 || (type?.stringReferences ?? true)) {
    const states = new Map(
      dependencies.map((dependency) => [dependency.key, stateOf(core, organizationId, dependency)]),
    );
    const rewritten = resolveReferences(config, (key) => states.get(key), box, {
      stringReferences: type?.stringReferences ?? true,
    });
    if (!rewritten.ok) {
      const { missing } = rewritten;
      return {
        ok: false,
        message: missing.message,
        facts: {
          field: missing.field,
          reference_provider: missing.target.provider,
          reference_resource: missing.target.resource,
          reference_name: missing.target.name,
        },
      };
    }
    resolved = rewritten.value;
  }
  if (!type) return { ok: false, message: `No provider has the type ${row.provider}/${row.resource}`, facts: {} };
  if (resolved !== config) {
    const [issue] = await validateValue(core.services.validator, organizationId, type, "config", {
      value: revealJson(resolved, box),
      refuseUnknownKeys: true,
      prefix: ["config"],
    });
    if (issue) {
      const { msg, loc } = hideSealedKeys(issue, ["config"], type.annotations, resolved);
      return invalid(`With its references resolved: ${msg}`, loc);
    }
  }
  const fixed = await immutableSince(core, organizationId, type, row, resolved);
  const sensitive = sensitivePaths(type.annotations, resolved);
  const excess = tooManySensitive(sensitive);
  if (excess !== null) return invalid(`With its references resolved, config ${excess}`, ["config"]);
  return { ok: true, config: sealPaths(resolved, sensitive, box), fixed };
}

/** A config with everything sealed that its type marks as sensitive. */
export function sealByType(core: Core, organizationId: string, type: KnownType, config: Json): Json {
  return sealPaths(config, sensitivePaths(type.annotations, config), core.services.keyring.box(organizationId));
}

function invalid(message: string, path: readonly (string | number)[]): Resolution {
  return { ok: false, message, facts: { field: formatPath(path) } };
}

/** A dependency as references see it. */
export function stateOf(core: Core, organizationId: string, dependency: LoadedDependency): TargetState {
  return {
    config: (dependency.config ?? {}) as Json,
    outputs: presentedOutputs(core, organizationId, dependency.key, (dependency.outputs ?? {}) as Json),
  };
}

/** Whether two resolved configs are equivalent: compares secrets by value, and signed URLs without their signature. */
export function sameResolvedConfig(core: Core, organizationId: string, a: Json, b: Json): boolean {
  const box = core.services.keyring.box(organizationId);
  return jsonEqual(
    withoutSignatures(core.services, revealJson(a, box)),
    withoutSignatures(core.services, revealJson(b, box)),
  );
}
