import { type Json, type JsonObject, MAX_BROKEN_RESOURCES } from "@pragma/contract";
import type { ProviderDescription, ProviderType } from "@pragma/contract/provider-protocol";
import { type CheckedRow, findToCheck } from "@pragma/db/queries";
import { annotate, hideSealedKeys, parseReferences, revealJson } from "@pragma/language";
import { DomainError } from "../foundation/common/errors.ts";
import { BATCH_BYTES } from "../foundation/common/list-bounds.ts";
import { schemaIdOf } from "../foundation/types/index.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** A resource that is incompatible with a version, and why. */
export interface BrokenResource {
  id: string;
  /** `provider/resource` */
  type: string;
  reason: string;
}

const BATCH = 200;
/** How many checks the validator gets at once: one by one, its thread would idle in between. */
const AT_ONCE = 32;
const SHOWN = 5;

/**
 * The resources of a provider, except drafts, that are incompatible with new types: their type is missing, or their
 * config, resolved if it has been, violates its schema. A flag such as `immutable` breaks nothing.
 * @param options.missing types to be removed
 * @param options.force checks only for resources of missing types
 */
export async function findBrokenResources(
  core: Core,
  organizationId: string,
  provider: string,
  types: ProviderDescription["types"],
  { missing, force }: { missing: readonly string[]; force: boolean },
): Promise<BrokenResource[]> {
  const broken: BrokenResource[] = [];
  if (force && missing.length === 0) return broken;
  const tenant = core.db.tenant(organizationId);
  for (let after = ""; ; ) {
    const { rows, more } = await findToCheck(tenant, provider, after, { limit: BATCH, bytes: BATCH_BYTES });
    const reasonOf = (row: CheckedRow): Promise<string | null> | string | null => {
      if (missing.includes(row.resource)) return `the version has no type ${provider}/${row.resource}`;
      const type = Object.hasOwn(types, row.resource) ? types[row.resource] : undefined;
      return force || !type || row.exempt ? null : breakage(core, organizationId, type, row);
    };
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const part = rows.slice(from, from + AT_ONCE);
      const reasons = await Promise.all(part.map(reasonOf));
      for (const [index, reason] of reasons.entries()) {
        const { id, resource } = part[index] as CheckedRow;
        if (reason !== null) broken.push({ id, type: `${provider}/${resource}`, reason });
      }
    }
    if (!more || broken.length >= MAX_BROKEN_RESOURCES) return broken.slice(0, MAX_BROKEN_RESOURCES);
    after = (rows.at(-1) as CheckedRow).key;
  }
}

/** The fault of one resource's config according to a schema, or null. */
async function breakage(
  core: Core,
  organizationId: string,
  type: ProviderType,
  row: CheckedRow,
): Promise<string | null> {
  const box = core.services.keyring.box(organizationId);
  const config = JSON.parse(row.resolved_config ?? row.config) as JsonObject;
  const references =
    row.resolved_config === null ? parseReferences(config, { box, stringReferences: true }).references : [];
  const [issue] = await core.services.validator.validate({
    owner: organizationId,
    schema: type.schema,
    schemaId: schemaIdOf(JSON.stringify(type.schema)),
    value: revealJson(config as Json, box),
    ignore: references.map((reference) => reference.path),
    refuseUnknownKeys: true,
    prefix: ["config"],
  });
  return issue ? hideSealedKeys(issue, ["config"], annotate(type.schema), config).msg : null;
}

/** 409 with the list. */
export function incompatible(
  provider: string,
  version: string,
  missing: readonly string[],
  broken: readonly BrokenResource[],
): DomainError {
  const reasons = broken.slice(0, SHOWN).map(({ id, reason }) => `${id}: ${reason}`);
  const more = broken.length > SHOWN ? ` and ${broken.length - SHOWN} more, listed in dependents` : "";
  const way =
    missing.length > 0
      ? "Resources of a type that is to go must be deleted first."
      : "Fix the resources or the provider, or deploy with force.";
  const message = `${provider} ${version} is incompatible with existing resources: ${reasons.join("; ")}${more}. ${way}`;
  return new DomainError("incompatible_schema", message, { dependents: broken.map(({ id }) => id) });
}
