import type { ApplyInput, Path, ValidationIssue } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import {
  type DependencyType,
  dependencyTypesAt,
  formatPath,
  outputsSchemaExcludes,
  PathTree,
  type Reference,
  revealJson,
  suggest,
} from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import { validateValue } from "../../foundation/schemas/index.ts";
import { type KnownType, type OrganizationTypes, outputPaths } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { immutableSince } from "../drift/immutable-since.ts";
import { describeUnknownType } from "./describe-unknown-type.ts";
import type { DesiredState } from "./desired-state.ts";

/** How many fields a message names, and how many messages suggest what was meant. */
const MAX_NAMED = 10;

/** A config to be processed, and the types to check it by. */
export interface DesiredApply {
  input: Pick<ApplyInput, "provider" | "resource">;
  types: OrganizationTypes;
  type: KnownType | undefined;
  desired: DesiredState;
  existing: ResourceRow | undefined;
  /** The config is not the one already running. */
  isNew: boolean;
  /** Places of the config that may be what they were, or not. */
  uncompared?: readonly Path[] | undefined;
  /** What differs in immutable fields is had by replacing the thing. */
  mayReplace: boolean;
  /** Fields besides them that are had only so, by what their provider said. */
  fixed: readonly Path[];
}

/**
 * Validates a config that is to be processed: against the schema of its type, where a reference stands for any value;
 * the fields that references take, if the target's schema is known; the types of whole-resource references, unless the
 * config is running already; and immutable fields.
 * @returns immutable fields that differ, which it may
 * @throws DomainError validation_failed, immutable_field
 */
export async function validateDesiredState(
  core: Core,
  context: RequestContext,
  { input, types, type, desired, existing, isNew, uncompared = [], mayReplace, fixed }: DesiredApply,
): Promise<Path[]> {
  if (!type) throw unknownType(types, input);
  const box = core.services.keyring.box(context.organizationId);
  const issues = await validateValue(core.services.validator, context.organizationId, type, "config", {
    value: revealJson(desired.config, box),
    ignore: desired.references.map((reference) => reference.path),
    refuseUnknownKeys: true,
    prefix: ["body", "config"],
  });
  if (issues.length > 0) throw validationError(issues);
  if (isNew) checkDependencyTypes(type, desired.references);
  checkReferencedFields(types, desired.references);
  if (!existing?.provisioned) return [];
  const immutable = await changedImmutables(core, context, type, { desired, existing, uncompared });
  const known = new Set(immutable.map(formatPath));
  const changed = [...immutable, ...fixed.filter((path) => !known.has(formatPath(path)))];
  if (changed.length > 0 && !mayReplace) throw immutableField(existing, changed);
  return changed;
}

function unknownType(types: OrganizationTypes, input: DesiredApply["input"]): DomainError {
  const isProviderKnown = types.all().some(({ provider }) => provider === input.provider);
  return validationError([
    {
      loc: ["body", isProviderKnown ? "resource" : "provider"],
      msg: describeUnknownType(types, input),
      type: "unknown_type",
    },
  ]);
}

/** The handler receives a whole resource as it is, so it must be of a type that the handler's schema names. */
function checkDependencyTypes(type: KnownType, references: readonly Reference[]): void {
  const issues: ValidationIssue[] = [];
  for (const { form, path, target } of references) {
    if (form !== "whole") continue;
    const wanted = dependencyTypesAt(type.schema, path);
    if (!wanted || wanted.some((one) => takes(one, target))) continue;
    const names = wanted.map(({ provider, resource }) => `${provider ?? "*"}/${resource ?? "*"}`);
    const wrong = wanted.some(({ provider }) => provider === null || provider === target.provider)
      ? "resource"
      : "provider";
    issues.push({
      loc: ["body", "config", ...path, wrong],
      msg: `${type.provider}/${type.resource} needs a ${names.join(" or ")} here, not a ${target.provider}/${target.resource}`,
      type: "dependency_type",
    });
  }
  if (issues.length > 0) throw validationError(issues);
}

function takes({ provider, resource }: DependencyType, target: Reference["target"]): boolean {
  return (provider ?? target.provider) === target.provider && (resource ?? target.resource) === target.resource;
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
    // Finding a suggestion takes time, and thousands of references may be wrong in the same way.
    const help = issues.length < MAX_NAMED ? helpFor(type, field) : "";
    issues.push({
      loc: ["body", "config", ...reference.path],
      msg: `${target.provider}/${target.resource} has no field ${field.text}${help}`,
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

/** The closest match, or what exists. */
function helpFor(type: KnownType, field: NonNullable<Reference["field"]>): string {
  if (field.root !== "outputs") return "";
  const known = outputPaths(type, null).map(({ path }) => path);
  const wanted = field.keys.join(".");
  const close = suggest(wanted, known);
  if (close !== undefined) return `; did you mean outputs.${close}?`;
  const first = known.filter((path) => !path.includes("."));
  return first.length === 0 ? "" : `; its outputs are ${first.slice(0, MAX_NAMED).join(", ")}`;
}

async function changedImmutables(
  core: Core,
  context: RequestContext,
  type: KnownType,
  { desired, existing, uncompared }: { desired: DesiredState; existing: ResourceRow; uncompared: readonly Path[] },
): Promise<Path[]> {
  const pending = new PathTree([...desired.references.map((reference) => reference.path), ...uncompared]);
  const differing = await immutableSince(core, context.organizationId, type, existing, desired.sealedConfig);
  return differing.filter((path) => !pending.touches(path));
}

function immutableField({ id }: ResourceRow, changed: readonly Path[]): DomainError {
  const field = formatPath(changed[0] ?? []);
  return new DomainError(
    "immutable_field",
    `${field} of ${id} cannot change after creation: a change with allow_replace deletes ${id} and creates it again`,
    { resource_id: id, field },
    changed.map((place) => ({
      loc: ["body", "config", ...place],
      msg: "cannot change after creation; allow_replace would replace it",
      type: "immutable",
    })),
  );
}
