import { isDraft, type Path, type ResourceRef, resourceKey } from "@pragma/contract";
import { findStandingsForPlan } from "@pragma/db/queries";
import { suggest } from "@pragma/language";
import { validationError } from "../../foundation/common/errors.ts";
import { type OrganizationTypes, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { describeUnknownType } from "../../resources/apply/describe-unknown-type.ts";
import { refuseBy } from "./decide-documents.ts";
import type { DecidedDocument } from "./decision.ts";
import { likelyMeant } from "./likely-meant.ts";

/**
 * References to what does not exist, has no type, or is a draft: not refused, but nothing will come of it yet. Except of types
 * that the platform does not have: no provider will ever serve those.
 */
export async function warnOfAbsent(
  core: Core,
  organizationId: string,
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
): Promise<void> {
  refuseUnknownBuiltIns(documents, types);
  const active = documents.filter(isActive);
  const byKey = new Map(documents.map((document) => [document.key, document]));
  const targets = new Map(
    active.flatMap(({ desired }) => (desired?.dependencies ?? []).map((ref) => [resourceKey(ref), ref] as const)),
  );
  const outside = [...targets.keys()].filter((key) => !byKey.get(key)?.write);
  if (outside.length === 0 && active.length === 0) return;
  const standings = new Map(
    (await findStandingsForPlan(core.db.tenant(organizationId), outside)).map((row) => [row.key, row]),
  );
  const absent = outside.filter((key) => !standings.has(key)).flatMap((key) => targets.get(key) ?? []);
  const declared = documents.filter(({ write, existing }) => write ?? existing).map(({ input }) => input);
  const meant = await likelyMeant(core, organizationId, absent, declared);
  for (const document of active) {
    for (const ref of document.desired?.dependencies ?? []) {
      const key = resourceKey(ref);
      const inside = byKey.get(key);
      const row = standings.get(key);
      if (inside?.action === "stage" && !inside.existing?.provisioned) {
        document.warnings.push(`Waits for a draft: ${key} is only stored by this change`);
      } else if (inside?.write) continue;
      else if (!row && !types.find(ref.provider, ref.resource)) {
        const type = `${ref.provider}/${ref.resource}`;
        document.warnings.push(`Waits for ${key}: no provider serves ${type}${orElse(suggest(type, types.names()))}`);
      } else if (!row) document.warnings.push(`Waits for ${key}, which nothing declares${orElse(meant.get(key))}`);
      else if (isDraft(row.lifecycle_state) && !row.provisioned) {
        document.warnings.push(`Waits for a draft: ${key}`);
      }
    }
  }
}

function orElse(likely: string | undefined): string {
  return likely === undefined ? "" : ` (did you mean ${likely}?)`;
}

/** It is to run, or is stored to run later. */
export function isActive({ isProcessed, action }: DecidedDocument): boolean {
  return isProcessed || action === "stage";
}

function refuseUnknownBuiltIns(documents: readonly DecidedDocument[], types: OrganizationTypes): void {
  const isUnknown = ({ provider, resource }: Pick<ResourceRef, "provider" | "resource">): boolean =>
    provider === PLATFORM_PROVIDER && !types.find(provider, resource);
  for (const document of documents.filter(isActive)) {
    const { input, desired } = document;
    const wrong = (desired?.dependencies ?? []).filter(isUnknown).map((ref) => ({ loc: placeOf(document, ref), ref }));
    if (isUnknown(input)) wrong.unshift({ loc: ["resource"], ref: input });
    const issues = wrong.map(({ loc, ref }) => {
      return { loc: ["body", ...loc], msg: describeUnknownType(types, ref), type: "unknown_type" };
    });
    if (issues.length > 0) refuseBy(document, validationError(issues));
  }
}

/** Where a document names what it depends on. */
function placeOf({ input, desired }: DecidedDocument, target: ResourceRef): Path {
  const key = resourceKey(target);
  const reference = desired?.references.find((one) => resourceKey(one.target) === key);
  if (reference) return ["config", ...reference.path];
  const index = input.depends_on?.indexOf(key) ?? -1;
  return index < 0 ? ["dependencies"] : ["depends_on", index];
}
