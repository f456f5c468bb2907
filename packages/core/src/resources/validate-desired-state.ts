import type { ApplyInput, Json, ValidationIssue } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError, validationError } from "../errors.ts";
import { formatPath, PathTree } from "../json/index.ts";
import type { Reference } from "../references/index.ts";
import { immutableChanges, outputsSchemaExcludes } from "../schemas/index.ts";
import { revealJson, sealedEqual } from "../secrets/index.ts";
import { type KnownType, type OrganizationTypes, validateValue } from "../types/index.ts";
import type { DesiredState } from "./desired-state.ts";

/** What is to be processed, and by which types. */
export interface DesiredApply {
  input: Pick<ApplyInput, "provider" | "resource">;
  types: OrganizationTypes;
  type: KnownType | undefined;
  desired: DesiredState;
  existing: ResourceRow | undefined;
}

/**
 * Validates a config that is to be processed: against the schema of its type, references standing for any value; the
 * fields that references take, where the target's schema is known; and the fields that cannot change.
 * @throws DomainError validation_failed, immutable_field
 */
export async function validateDesiredState(
  core: Core,
  context: RequestContext,
  { input, types, type, desired, existing }: DesiredApply,
): Promise<void> {
  if (!type) throw unknownType(types, input);
  const box = core.keyring.box(context.organizationId);
  const issues = await validateValue(core, context.organizationId, type, "config", {
    value: revealJson(desired.config, box),
    ignore: desired.references.map((reference) => reference.path),
    refuseUnknownKeys: true,
    prefix: ["body", "config"],
  });
  if (issues.length > 0) throw validationError(issues);
  checkReferencedFields(types, desired.references);
  if (existing?.provisioned) checkImmutableFields(core, context, type, desired, existing);
}

function unknownType(types: OrganizationTypes, { provider, resource }: DesiredApply["input"]): DomainError {
  const known = types.all().filter((candidate) => candidate.provider === provider);
  const there =
    known.length > 0
      ? `${provider} has ${known.map((candidate) => candidate.resource).join(", ")}`
      : `there are ${types.names().join(", ")}`;
  return validationError([
    {
      loc: ["body", known.length > 0 ? "resource" : "provider"],
      msg: `Unknown type ${provider}/${resource}; ${there}`,
      type: "unknown_type",
    },
  ]);
}

function checkReferencedFields(types: OrganizationTypes, references: readonly Reference[]): void {
  const issues: ValidationIssue[] = [];
  let first: Reference | undefined;
  for (const reference of references) {
    const { target, field } = reference;
    if (!field) continue;
    const type = types.find(target.provider, target.resource);
    if (!type) continue;
    const schema = field.root === "outputs" ? type.outputsSchema : type.schema;
    if (!outputsSchemaExcludes(schema, field.keys)) continue;
    first ??= reference;
    issues.push({
      loc: ["body", "config", ...reference.path],
      msg: `${target.provider}/${target.resource} has no field ${field.text}`,
      type: "unknown_field",
    });
  }
  if (first) {
    throw validationError(issues, {
      field: first.field?.text,
      reference_provider: first.target.provider,
      reference_resource: first.target.resource,
      reference_name: first.target.name,
    });
  }
}

function checkImmutableFields(
  core: Core,
  context: RequestContext,
  type: KnownType,
  desired: DesiredState,
  existing: ResourceRow,
): void {
  if (existing.applied_config === null) return;
  const box = core.keyring.box(context.organizationId);
  const equal = (a: Json | undefined, b: Json | undefined): boolean => sealedEqual(a, b, box);
  const before = JSON.parse(existing.applied_config) as Json;
  const pending = new PathTree(desired.references.map((reference) => reference.path));
  const changed = immutableChanges(type.annotations, before, desired.sealedConfig, equal).filter(
    (path) => !pending.touches(path),
  );
  const [path] = changed;
  if (!path) return;
  throw new DomainError(
    "immutable_field",
    `${formatPath(path)} of ${existing.id} cannot change after creation; delete the resource to create it anew`,
    { resource_id: existing.id, field: formatPath(path) },
    changed.map((place) => ({
      loc: ["body", "config", ...place],
      msg: "cannot change after creation",
      type: "immutable",
    })),
  );
}
