import { type ApplyInput, type PlannedChange, resourceId, resourceKey, type ValidationIssue } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { type Change, formatPath, sealedDiff } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { DesiredState } from "../../resources/apply/desired-state.ts";
import type { Identified } from "../../resources/apply/identified.ts";
import type { ImportedThing } from "../../resources/apply/imported-thing.ts";
import { sealNextDraft } from "../../resources/apply/next-draft.ts";
import { differences } from "../../resources/apply/plan-apply.ts";
import {
  type ApplyOptions,
  type ApplyStart,
  type ComparedApply,
  changesNothing,
  compareApply,
  decideCompared,
} from "../../resources/apply/prepare-apply.ts";
import type { DriftFinding } from "../../resources/drift/finding.ts";
import { type ApplyVerdict, isBeingDeleted } from "../../resources/lifecycle/index.ts";
import { presentChanges } from "../../resources/present/present-changes.ts";
import { explicitDependencyChanges, readRefs } from "../../resources/references/refs.ts";
import type { ChangeRequest, RequestedDocument } from "../request/change-request.ts";
import { repeatedDocuments } from "../request/read-request.ts";
import { type ChosenApply, chooseDrift, whyUndeclarable } from "./choose-drift.ts";
import { asHeaders } from "./conditions.ts";
import { type DecidedDocument, isNamed } from "./decision.ts";
import { defaultFor } from "./find-defaults.ts";
import { replacedFields } from "./foreseen-update.ts";
import { mayReplace } from "./may-replace.ts";
import { withSensitivity } from "./place-changes.ts";
import type { Pace } from "./plan-limits.ts";
import { howToRestore } from "./restore.ts";
import { tellAdoption } from "./tell-adoption.ts";
import { tellReplacement } from "./tell-replacement.ts";
import { mayCompareSecrets, uncomparedChange, withoutComparing } from "./uncompared-secrets.ts";
import { warnOfAttempts } from "./warn-of-attempts.ts";

/** Validations at once: they wait for threads, and others of the organization need them too. */
const AT_ONCE = 16;

/** Starting point of the documents of a change. */
export interface DocumentStart {
  rows: ReadonlyMap<string, ResourceRow>;
  types: OrganizationTypes;
  /** Keys of existing resources by their id, but for the documents themselves. */
  keysById: ReadonlyMap<string, string>;
  /** Keys of the connections that new resources use if they name none. */
  defaults: ReadonlySet<string>;
  /** Faults in the form of documents. */
  formIssues: ReadonlyMap<number, readonly ValidationIssue[]>;
  /** What checks found of resources whose drift it decides, by key. */
  findings: ReadonlyMap<string, DriftFinding>;
  /** Resources of what its documents take over. */
  identified: Identified;
  pace: Pace;
}

/** Decides each document as an apply would. Errors become issues of the document. */
export async function decideDocuments(
  core: Core,
  context: RequestContext,
  request: ChangeRequest,
  start: DocumentStart,
): Promise<DecidedDocument[]> {
  const decided: DecidedDocument[] = [];
  // A map: an object would intern the name of each document to look for it.
  const conditions = new Map(Object.entries(request.wasPlanned ? {} : request.ifMatch));
  const all = { ...start, conditions };
  for (let from = 0; from < request.documents.length; from += AT_ONCE) {
    await start.pace.step();
    const some = request.documents.slice(from, from + AT_ONCE);
    decided.push(
      ...(await Promise.all(
        some.map((document, index) => decideDocument(core, context, request, all, document, from + index)),
      )),
    );
  }
  await warnOfAttempts(core, context.organizationId, decided);
  refuseRepeated(request, decided);
  refuseCollisions(decided, start);
  return decided;
}

async function decideDocument(
  core: Core,
  context: RequestContext,
  request: ChangeRequest,
  {
    rows,
    types,
    defaults,
    formIssues,
    findings,
    identified,
    conditions,
  }: DocumentStart & { conditions: ReadonlyMap<string, string> },
  requested: RequestedDocument,
  index: number,
): Promise<DecidedDocument> {
  const { set: own } = requested;
  const key = resourceKey(requested.input);
  const existing = rows.get(key);
  const type = types.find(requested.input.provider, requested.input.resource);
  const decided = undecided(request, requested, { index, existing, type });
  decided.issues.push(...(formIssues.get(index) ?? []));
  if (decided.drift) decided.drift.finding = findings.get(key);
  if (decided.issues.length > 0) return decided;
  const set = setOf(request, requested);
  if (typeof set === "string" && existing?.set && existing.set !== set && !request.takeOver && own === undefined) {
    const msg = `${existing.id} is in the set ${existing.set}: say take_over to take it into ${set}`;
    return refuse(decided, { loc: ["documents", index], msg, type: "other_set" });
  }
  // It may name a resource by either id.
  const wanted = conditions.get(key) ?? conditions.get(decided.id);
  const fixed = replacedFields(request.foreseen?.[key]);
  const options: ApplyOptions = { ...asHeaders(wanted), replaces: true, fixed };
  if (set !== undefined) options.set = set;
  if (decided.mayReplace) options.replacement = decided.replaced ? "wanted" : "allowed";
  try {
    const begin = { existing, types, defaultConnection: defaultFor(requested, existing, types, defaults) };
    const { input, next, told, warnings, ...more } = howToApply(core, context, begin, requested, decided);
    decided.input = input;
    Object.assign(options, more);
    const full = compareApply(begin, core, context, input, options);
    const verdict = await decideDifference(core, context, decided, full, identified);
    if (verdict) takeOver(core, context, decided, full, { verdict, imported: requested.imported });
    if (told) decided.changes = presentChanges(told).map(withSensitivity);
    if (decided.write && next) {
      const { patch } = decided.write;
      patch.next_draft = sealNextDraft(core, context.organizationId, patch.generation as number, next);
    }
    decided.warnings.push(...warnings, ...(verdict ? warningsOf(decided, verdict) : []));
  } catch (thrown) {
    const error = options.accepted ? whyUndeclarable(thrown) : thrown;
    if (!(error instanceof DomainError)) throw error;
    if (awaitsOther(error, existing)) {
      decided.isBusy = true;
      decided.action = "update";
    } else refuseBy(decided, error);
  }
  if (!type && decided.action !== "refuse") {
    decided.warnings.push(`No provider serves ${decided.input.provider}/${decided.input.resource}`);
  }
  return decided;
}

/** A document of which nothing is decided yet. */
function undecided(
  request: ChangeRequest,
  { input, restores, again, replaced, drift }: RequestedDocument,
  { index, existing, type }: Pick<DecidedDocument, "index" | "existing" | "type">,
): DecidedDocument {
  return {
    index,
    key: resourceKey(input),
    id: existing?.id ?? resourceId(input),
    input,
    existing,
    type,
    desired: undefined,
    uncompared: [],
    restores: Boolean(restores?.draft ?? restores?.below ?? restores?.hadFailed),
    again,
    replaced: replaced === true,
    replaces: false,
    mayReplace: replaced === true || (existing !== undefined && mayReplace(request, existing)),
    drift: drift && { ...drift, finding: undefined },
    write: undefined,
    isProcessed: false,
    action: "refuse",
    changes: [],
    issues: [],
    refusal: undefined,
    warnings: [],
    isBusy: false,
  };
}

function howToApply(
  core: Core,
  context: RequestContext,
  start: ApplyStart,
  requested: RequestedDocument,
  { drift }: Pick<DecidedDocument, "drift">,
): HowToApply {
  if (drift) return chooseDrift(core, context, start, requested.input, drift);
  return howToRestore(core, context, start, requested);
}

type HowToApply = Partial<ReturnType<typeof howToRestore> & ChosenApply> & Pick<ChosenApply, "input" | "warnings">;

/** The set that it becomes a member of, null for none; undefined if it stays in its own. */
function setOf({ set }: ChangeRequest, { set: own, again, drift }: RequestedDocument): string | null | undefined {
  if (own !== undefined) return own;
  return again !== undefined || drift !== undefined ? undefined : (set ?? undefined);
}

/**
 * Decides a document by what differs.
 * @returns what it means; undefined if that is known only once its secrets are compared
 * @throws DomainError as the second half of an apply
 */
async function decideDifference(
  core: Core,
  context: RequestContext,
  decided: DecidedDocument,
  full: ComparedApply,
  identified: Identified,
): Promise<ApplyVerdict | undefined> {
  const { input, type } = decided;
  const partly = mayCompareSecrets(context) || isNamed(decided) ? undefined : withoutComparing(full, input.config);
  const compared = partly?.differing ?? full;
  decided.uncompared = compared.uncompared ?? [];
  decided.desired = compared.desired;
  decided.changes = changesOf(core, context, decided, compared);
  if (partly && changesNothing(partly.equal, input)) {
    if (type) await refuseAnyValue(core, context, compared, input, identified);
    decided.action = "uncompared";
    return undefined;
  }
  const { verdict, plan, replaces } = await decideCompared(compared, core, context, input, identified);
  decided.write = plan;
  if (replaces) tellReplacement(decided, replaces);
  decided.isProcessed = verdict.kind === "queue" && plan !== undefined;
  decided.action = actionOf(decided, verdict.kind);
  return verdict;
}

/** Makes it an adoption, if what would make the thing is to take one over. */
function takeOver(
  core: Core,
  context: RequestContext,
  decided: DecidedDocument,
  { existing, identity }: ComparedApply,
  { verdict, imported }: { verdict: ApplyVerdict; imported: ImportedThing | undefined },
): void {
  if (verdict.kind !== "queue" || identity === null || existing?.provisioned) return;
  decided.action = "adopt";
  const box = core.services.keyring.box(context.organizationId);
  tellAdoption(decided, identity, imported, { box, mayCompare: mayCompareSecrets(context) || isNamed(decided) });
}

/** Refuses what is wrong with values that are not compared, whatever is stored. What is in flight matters once they are. */
async function refuseAnyValue(
  core: Core,
  context: RequestContext,
  differing: ComparedApply,
  input: ApplyInput,
  identified: Identified,
): Promise<void> {
  try {
    await decideCompared(differing, core, context, input, identified);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "change_in_flight")) throw error;
  }
}

function warningsOf({ id, existing, write }: DecidedDocument, verdict: ApplyVerdict): string[] {
  const warnings: string[] = [];
  if ((existing?.next_draft ?? null) !== null && write?.patch.next_draft === null) {
    warnings.push(`Drops the draft of ${id} that a revert has yet to stage`);
  }
  if (verdict.kind === "queue" && (write?.patch.paused ?? existing?.paused ?? false)) {
    warnings.push(`${id} is paused: it is carried out once it is resumed`);
  }
  if (verdict.kind === "record") warnings.push(`Only what ${id} ignores differs: nothing is sent to its provider`);
  if (verdict.kind === "queue" && verdict.withdrawsDeletion) {
    warnings.push(`Withdraws the deletion of ${id}, which failed`);
  }
  return warnings;
}

/** Whether it is refused only for as long as something else is in flight. */
function awaitsOther({ code }: DomainError, existing: ResourceRow | undefined): boolean {
  if (code === "deletion_in_progress") return existing !== undefined && isBeingDeleted(existing);
  return code === "change_in_flight";
}

function actionOf(
  { existing, write, replaces }: DecidedDocument,
  verdict: ApplyVerdict["kind"],
): DecidedDocument["action"] {
  if (!write) return "unchanged";
  if (replaces) return "replace";
  if (verdict === "stage") return "stage";
  return existing ? "update" : "create";
}

function changesOf(
  core: Core,
  context: RequestContext,
  decided: DecidedDocument,
  { existing, desired, configChanges, set, uncompared = [] }: ComparedApply,
): PlannedChange[] {
  const box = core.services.keyring.box(context.organizationId);
  const { input } = decided;
  const changes: Change[] = existing
    ? toldChanges(differences({ input, existing, desired, configChanges, set }), existing, desired, configChanges)
    : sealedDiff({}, desired.sealedConfig, box, { prefix: ["config"] });
  const secret = new Set(uncompared.map((path) => formatPath(["config", ...path])));
  return presentChanges(changes).map((change) =>
    secret.has(change.path) ? uncomparedChange(change.path) : withSensitivity(change),
  );
}

/** The same without the dependencies that changed references, and another connection, bring and take. */
function toldChanges(
  changes: readonly Change[],
  existing: ResourceRow,
  desired: DesiredState,
  configChanges: readonly Change[],
): Change[] {
  if (configChanges.length === 0 && existing.connection === desired.connection) return [...changes];
  const explicit = { before: existing.explicit_dependencies, after: desired.explicitDependencies };
  return changes.flatMap((change) =>
    change.path === "dependencies"
      ? explicitDependencyChanges(readRefs(existing.dependencies), desired.dependencies, explicit)
      : [change],
  );
}

/** Adds a reason why a document is refused. */
export function refuse(decided: DecidedDocument, issue: ValidationIssue, error?: DomainError): DecidedDocument {
  decided.action = "refuse";
  decided.write = undefined;
  decided.replaces = false;
  decided.isProcessed = false;
  decided.issues.push(issue);
  decided.refusal ??= error;
  return decided;
}

/** Refuses a document as an apply would, with each issue at its place. */
export function refuseBy(decided: DecidedDocument, error: DomainError): void {
  for (const issue of issuesOf(decided, error)) refuse(decided, issue, error);
}

/** The issues of an error, at their places in the request. */
function issuesOf(document: DecidedDocument, { code, message, issues }: DomainError): ValidationIssue[] {
  if (code === "precondition_failed") return [{ loc: ["if_match", document.key], msg: message, type: code }];
  if (issues.length === 0 || isNamed(document)) return [{ loc: placeIn(document), msg: message, type: code }];
  return issues.map(({ loc, ...issue }) => {
    const place = loc[0] === "body" ? loc.slice(1) : loc;
    return { ...issue, loc: [...placeIn(document), ...place] };
  });
}

/** Where the request names it. */
function placeIn({ index, again, replaced, drift }: DecidedDocument): ValidationIssue["loc"] {
  if (drift) return ["drift", drift.index];
  if (replaced && again !== undefined) return ["replace", again];
  return again === undefined ? ["documents", index] : ["reapply", again];
}

function refuseRepeated(request: ChangeRequest, decided: readonly DecidedDocument[]): void {
  if (new Set(decided.map(({ key }) => key)).size === decided.length) return;
  for (const index of repeatedDocuments(request.documents)) {
    const document = decided[index] as DecidedDocument;
    const msg = `${document.key} is named ${isNamed(document) ? "more than once" : "by more than one document"}`;
    refuse(document, { loc: placeIn(document), msg, type: "repeated" });
  }
}

/** Two keys may have the same id: two new ones, or a new one and one that exists. */
function refuseCollisions(decided: readonly DecidedDocument[], { keysById }: DocumentStart): void {
  const fresh = decided.filter(({ existing, action }) => !existing && action !== "refuse");
  const keys = Map.groupBy(fresh, ({ id }) => id);
  for (const document of fresh) {
    const other = keysById.get(document.id) ?? keys.get(document.id)?.find(({ key }) => key !== document.key)?.key;
    if (other === undefined || other === document.key) continue;
    const message = `${document.key} would have the id ${document.id}, which ${other} has already`;
    refuseBy(document, new DomainError("id_collision", message, { resource_id: document.id }));
  }
}
