import { type ApplyInput, asksToProcess, isDraft, leavesThing, type Path, resourceKey } from "@pragma/contract";
import { type Effects, findResourceAndTypes, type ResourceRow } from "@pragma/db/queries";
import { type Change, parseReferences, sealedDiff } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { KnownType, OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Accepted } from "../drift/accepted-config.ts";
import { type ApplyVerdict, decideApply, type Change as Transition } from "../lifecycle/index.ts";
import { auditRecord } from "../lifecycle/states/actor.ts";
import { checkPreconditions, type Preconditions } from "../present/etag.ts";
import { readRefs, sameRefs } from "../references/refs.ts";
import { newSecretUses, secretUseFacts, secretUses } from "../references/secret-uses.ts";
import { checkAdoption, managedBy, managerAmong } from "./check-adoption.ts";
import { checkHandling } from "./check-handling.ts";
import { checkWithdrawal } from "./check-withdrawal.ts";
import { defaultConnectionOf, findUsable } from "./default-connection.ts";
import { type DesiredState, readDesiredState } from "./desired-state.ts";
import { Identified } from "./identified.ts";
import { isIgnored, stopsIgnoring } from "./is-ignored.ts";
import { changeKeptFields, isObserved, storedHandling } from "./kept-fields.ts";
import { planApply, planContent } from "./plan-apply.ts";
import { validateDesiredState } from "./validate-desired-state.ts";

export interface ApplyOptions extends Preconditions {
  /** Something besides config and dependencies differs, such as the bytes of an uploaded file. */
  changed?: boolean;
  /** Texts that stay sensitive wherever they appear in the config. */
  secrets?: readonly string[];
  /**
   * The caller is the handler of another resource's event: it may apply only while that event is awaited, and only parts of
   * that resource (`asPartOf`).
   */
  onBehalfOf?: NonNullable<Effects["onBehalfOf"]>;
  /** The set that it becomes a member of; null for none. Left out, it stays in the one that it is in. */
  set?: string | null;
  /** A waiting change may be replaced, as changes do. */
  replaces?: true;
  /** Applies the stored config again, also if it is ready, and ignores the input's. Only with `ifMatch`. */
  again?: true;
  /** The event repairs. */
  repairs?: true;
  /** The thing is replaced, or may be where immutable fields differ. Left out, that is refused. */
  replacement?: "wanted" | "allowed";
  /** Fields besides immutable ones of which its provider says that only another thing can have them as they will be. */
  fixed?: readonly Path[];
  /** In place of the stored config, the one that declares what was found, and the resolved one as it was found. */
  accepted?: Accepted;
}

/** The start of an apply: the row, if it exists, and the types of the same moment. */
export interface ApplyStart {
  existing: ResourceRow | undefined;
  types: OrganizationTypes;
  /** Key of the connection that it uses if it is new and names none. */
  defaultConnection?: string | null;
}

/** An apply compared with what it starts from. */
export interface ComparedApply extends ApplyStart {
  type: KnownType | undefined;
  desired: DesiredState;
  /** Masked. */
  configChanges: readonly Change[];
  dependenciesChanged: boolean;
  /** Config or dependencies differ, or there is no row. */
  changed: boolean;
  /** It is sent though neither differs. */
  again: boolean;
  replaces: boolean;
  set: string | null | undefined;
  /** What differs is ignored (`handling.ignore`). */
  ignored: boolean;
  /** It is handled otherwise from now on, and nothing else beside its config differs. */
  handles: boolean;
  repairs: boolean;
  replacement: ApplyOptions["replacement"];
  fixed: readonly Path[];
  /** The identity of what it is, or is to take over. */
  identity: string | null;
  accepted: Accepted | undefined;
  /** Places of the config that count as another value, whether they are or not. */
  uncompared?: readonly Path[];
}

/** Reads what an apply starts from. */
export async function readForApply(core: Core, organizationId: string, input: ApplyInput): Promise<ApplyStart> {
  const { row, typesVersion } = await findResourceAndTypes(core.db.tenant(organizationId), resourceKey(input));
  const types = await core.types.at(organizationId, typesVersion);
  return row ? { existing: row, types } : startOfNew(core, organizationId, input, types);
}

/** The start of an apply whose resource does not exist. */
export async function startOfNew(
  core: Core,
  organizationId: string,
  input: ApplyInput,
  types: OrganizationTypes,
): Promise<ApplyStart> {
  const key = defaultConnectionOf(input, types);
  if (key === undefined) return { existing: undefined, types };
  const [defaultConnection = null] = await findUsable(core, organizationId, [key]);
  return { existing: undefined, types, defaultConnection };
}

/**
 * The first half of an apply: what it asks for, and what of that is new. Writes nothing.
 * @throws DomainError precondition_failed, deletion_in_progress, validation_failed for input that cannot be read
 */
export function compareApply(
  { existing, types, defaultConnection = null }: ApplyStart,
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): ComparedApply {
  const box = core.services.keyring.box(context.organizationId);
  const type = types.find(input.provider, input.resource);
  checkPreconditions(existing, options);
  if (type?.leaving) throw providerLeaving(input.provider);

  const desired = readDesiredState(input, existing, type, box, {
    ...options,
    defaultConnection,
    accepted: options.accepted?.config,
  });
  const configChanges = existing
    ? sealedDiff(JSON.parse(existing.config), desired.sealedConfig, box, { prefix: ["config"] })
    : [];
  const dependenciesChanged = existing !== undefined && !sameDependencies(existing, desired);
  const identity = checkAdoption(input, existing, type);
  const adopts = existing !== undefined && identity !== existing.identity;
  const changed = options.changed === true || !existing || configChanges.length > 0 || dependenciesChanged || adopts;
  const replaces = options.replaces === true;
  const { set, repairs = false, replacement, fixed = [], accepted } = options;
  const handling = checkHandling(input, existing, type);
  const again = options.again === true || (existing !== undefined && stopsIgnoring(existing, handling, box));
  const handles = existing !== undefined && changesHandlingAlone(input, existing, set);
  const mayBeIgnored = options.changed !== true && !adopts && existing !== undefined;
  const ignored = mayBeIgnored && isIgnored(existing, desired, handling, box);
  return {
    existing,
    types,
    type,
    desired,
    configChanges,
    dependenciesChanged,
    changed,
    ignored,
    handles,
    again,
    replaces,
    set,
    repairs,
    replacement,
    fixed,
    identity,
    accepted,
  };
}

/** Whether an apply changes `handling`, and nothing else that is kept beside the config. */
function changesHandlingAlone(input: ApplyInput, existing: ResourceRow, set: string | null | undefined): boolean {
  const { changes } = changeKeptFields(input, existing);
  const staysInSet = set === undefined || set === existing.set;
  return staysInSet && changes.length > 0 && changes.every(({ path }) => path.startsWith("handling."));
}

/**
 * The second half: what it means in the resource's state, and what would be written, if anything. Writes nothing.
 * @param identified resources of the things that this and others are to take over; read for this alone if left out
 * @returns `replaces` if the thing is deleted and created anew, with the immutable fields that differ
 * @throws DomainError change_in_flight, deletion_in_progress, deletion_protected, validation_failed, also for what another resource
 *   manages, immutable_field
 */
export async function decideCompared(
  compared: ComparedApply,
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  identified?: Identified,
): Promise<{ verdict: ApplyVerdict; plan: Transition | undefined; replaces?: readonly Path[] | undefined }> {
  const { existing, types, type, desired, changed, configChanges, set, uncompared, repairs, identity, accepted } =
    compared;
  const { replacement } = compared;
  let replaces: readonly Path[] | undefined;
  const verdict = verdictOf(compared, input);
  if (verdict.kind === "queue" || verdict.kind === "record") {
    const isNew = !existing || configChanges.length > 0 || isDraft(existing.lifecycle_state);
    const mayReplace = replacement !== undefined;
    const state = { input, types, type, desired, existing, isNew, uncompared, mayReplace, fixed: compared.fixed };
    const fixed = await validateDesiredState(core, context, state);
    if (existing?.provisioned && verdict.kind === "queue") {
      if (fixed.length > 0 || replacement === "wanted") replaces = fixed;
    }
  }
  if (identity !== null && identity !== existing?.identity) {
    const { provider, resource } = input;
    const all = identified ?? (await Identified.read(core.db.tenant(context.organizationId)));
    const rows = await all.of({ provider, resource, identity });
    const manager = managerAmong(rows, { key: resourceKey(input), connection: desired.connection });
    if (manager !== undefined) throw managedBy(identity, manager);
  }
  const content = planContent({ input, existing, desired, verdict, changed, configChanges, set, identity });
  if (!content) return { verdict, plan: undefined };
  if (replaces && existing) checkReplaceable({ ...existing, ...content.patch }, replaces);
  const isWanted = replaces !== undefined && (replacement === "wanted" || compared.fixed.length > 0);
  if (existing && verdict.kind === "queue" && verdict.withdrawsDeletion) {
    await checkWithdrawal(core.db.tenant(context.organizationId), existing, content.edges);
  }
  const plan = planApply(
    context,
    { input, existing, verdict, repairs, replaces: isWanted, found: accepted?.found },
    content,
  );
  plan.effects.types = { provider: input.provider, version: types.version };
  if (changed) planSecretUses(core, context, compared, input, plan);
  return { verdict, plan, replaces };
}

/** @throws DomainError deletion_protected, conflict */
function checkReplaceable(
  row: Pick<ResourceRow, "id" | "deletion_protected" | "handling">,
  fixed: readonly Path[],
): void {
  const { id } = row;
  if (row.deletion_protected) {
    const message = `${id} is protected from deletion, so it is not replaced`;
    throw new DomainError("deletion_protected", message, { resource_id: id, protected: [id] });
  }
  if (isObserved(row))
    throw new DomainError("conflict", `${id} is only observed, so it is not replaced`, { resource_id: id });
  if (fixed.length > 0 || !leavesThing(storedHandling(row))) return;
  const message = `${id} would leave its thing where it is (on_delete: keep), so no other can be created in its place`;
  throw new DomainError("conflict", message, { resource_id: id });
}

/**
 * Whether an apply would leave everything as it is.
 * @throws DomainError change_in_flight, deletion_in_progress
 */
export function changesNothing(compared: ComparedApply, input: ApplyInput): boolean {
  return planContent({ ...compared, input, verdict: verdictOf(compared, input) }) === undefined;
}

function verdictOf(compared: ComparedApply, input: ApplyInput): ApplyVerdict {
  return decideApply(compared.existing, asksToProcess(input.lifecycle_state), compared.changed, compared);
}

/** Audits new uses of secrets: whoever references a secret in a config hands it to that config's provider. */
function planSecretUses(
  core: Core,
  context: RequestContext,
  { existing, types, type, desired }: ComparedApply,
  input: ApplyInput,
  { effects }: Transition,
): void {
  const uses = secretUses(desired.references, types);
  if (uses.length === 0) return;
  const options = {
    stringReferences: type?.stringReferences ?? true,
    box: core.services.keyring.box(context.organizationId),
  };
  const before = existing ? parseReferences(JSON.parse(existing.config), options).references : [];
  const fresh = newSecretUses(secretUses(before, types), uses);
  if (fresh.length === 0) return;
  effects.alsoAudited = fresh.map((use) => {
    const { target, details } = secretUseFacts(use, input, desired.sealedConfig);
    return auditRecord(context, "secret.use", target, details);
  });
}

function providerLeaving(provider: string): DomainError {
  return new DomainError(
    "deletion_in_progress",
    `The provider ${provider} is being deleted: its types can no longer be applied`,
  );
}

function sameDependencies(existing: ResourceRow, desired: DesiredState): boolean {
  const count = existing.explicit_dependencies;
  if (count !== desired.explicitDependencies || existing.connection !== desired.connection) return false;
  const before = readRefs(existing.dependencies);
  // Equal dependencies may differ in which are explicit: those stay without a reference.
  return (
    sameRefs(before.slice(0, count), desired.dependencies.slice(0, count)) && sameRefs(before, desired.dependencies)
  );
}
