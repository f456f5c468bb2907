import {
  type ActionKind,
  type ApplyInput,
  type Because,
  type ChangeCounts,
  isInFlight,
  type Path,
  type PlannedChange,
  type ValidationIssue,
} from "@pragma/contract";
import type { BasisRow, GoingRow, ResourceRow, VersionRow } from "@pragma/db/queries";
import type { DomainError } from "../../foundation/common/errors.ts";
import type { KnownType, OrganizationTypes } from "../../foundation/types/index.ts";
import type { DesiredState } from "../../resources/apply/desired-state.ts";
import type { UpdateQuestion } from "../../resources/apply/foreseen-update.ts";
import type { DriftFinding } from "../../resources/drift/finding.ts";
import type { Change as Transition } from "../../resources/lifecycle/index.ts";
import type { ChangeRequest, ChosenDrift } from "../request/change-request.ts";

/** The decision about one document. */
export interface DecidedDocument {
  index: number;
  key: string;
  id: string;
  input: ApplyInput;
  existing: ResourceRow | undefined;
  type: KnownType | undefined;
  /** Undefined if it could not be read. */
  desired: DesiredState | undefined;
  /** Places of the config with secrets that are not compared, since whoever plans may not know them. */
  uncompared: readonly Path[];
  /** It brings back more than a document can say: see `Restored`. */
  restores: boolean;
  /** It sends what is stored once more: its place in the list of those; undefined for a document of the request. */
  again: number | undefined;
  /** Its thing may be replaced: immutable fields may change. */
  mayReplace: boolean;
  /** Its thing is deleted, and a new one is created. */
  replaces: boolean;
  /** It is one of those that are to be replaced, though nothing may differ. */
  replaced: boolean;
  /** It decides what a check found: the choice, its place in the list of those, and the finding; undefined for other documents. */
  drift: (ChosenDrift & { finding: DriftFinding | undefined }) | undefined;
  /** The transition to write; undefined if there is none. */
  write: Transition | undefined;
  /** It gets another config, and is processed: its values may change. */
  isProcessed: boolean;
  action: ActionKind | "unchanged";
  changes: PlannedChange[];
  issues: ValidationIssue[];
  /** The first error that an apply would end with. */
  refusal: DomainError | undefined;
  warnings: string[];
  /** Its provider has it in hand, and it would get another config. */
  isBusy: boolean;
}

/** Whether a document is in flight already, as it is declared: the change ends no earlier than that does. */
export function joins({ action, existing }: Pick<DecidedDocument, "action" | "existing">): boolean {
  return action === "unchanged" && existing !== undefined && isInFlight(existing.lifecycle_state);
}

/** Action of a joining document: it declares what is being carried out. */
export function joinedAction({
  existing,
}: Pick<DecidedDocument, "existing">): "create" | "update" | "adopt" | "replace" {
  if (existing?.provisioned) return "update";
  if (existing?.replacing) return "replace";
  return existing && existing.identity !== null ? "adopt" : "create";
}

/** Whether the request names it by its id alone: it declares nothing of its own. */
export function isNamed({ again, drift }: Pick<DecidedDocument, "again" | "drift">): boolean {
  return again !== undefined || drift !== undefined;
}

/** An action of a plan, before it is stored. */
export interface DecidedAction {
  key: string;
  id: string;
  document: number | null;
  action: ActionKind;
  because: Because;
  changes: PlannedChange[];
  issues: ValidationIssue[];
  warnings: string[];
  wave: number;
}

/** The deletions of a change, decided together. */
export interface DecidedDeletions {
  /** By key, in the order in which they begin: each before what it waits for it. */
  members: ReadonlyMap<string, GoingRow>;
  /** Resources that are being deleted already, by key. */
  joined: ReadonlyMap<string, GoingRow>;
  /** Keys of the targets, and which of them are deleted how. */
  targets: readonly string[];
  cascading: ReadonlySet<string>;
  detaching: ReadonlySet<string>;
  orphans: ReadonlySet<string>;
  /** Dependents that stay, and lose their references. */
  detached: readonly ResourceRow[];
}

/** The columns of such a resource that are compared. */
export type LockedClaim = BasisRow & VersionRow;

/** A resource that a change relies on and does not write. */
export interface Claim {
  key: string;
  /** While the row has this version, it holds: no two writes of any rows have the same. */
  version?: string;
  /** Whether what was decided holds of a row as it is once it is locked. */
  holds(row: LockedClaim | undefined): boolean;
}

/** Resources that a change relies on and does not write: compared under the locks of its transaction. */
export interface Claims {
  /** Documents that change nothing. */
  unchanged: readonly Claim[];
  /** Existing resources that its conditions name. */
  guards: readonly Claim[];
  /** Ids of what must not exist, and what the change does not create. */
  absent: readonly string[];
  /** By id as the request has it, what its conditions held. */
  guarded: Record<string, string>;
  /** Documents that a plan found unchanged, and that are not looked at again while their rows stand as they did. */
  standing: (Standing & { keys: readonly string[] }) | null;
}

/** How resources and their types stand: while that is the same, nothing of them was written. */
export interface Standing {
  /** Digest of the keys and versions of the rows: 43 characters. */
  digest: string;
  /** Each provider and type, and which version and schema of it there is. */
  types: readonly (readonly [provider: string, resource: string, standing: string])[];
}

/** The state that a plan relies on, by key: applying it compares that. */
export interface Basis {
  /** Fingerprints of the resources that the change itself writes, as they were. */
  touched: Record<string, string>;
  /** Generations of resources whose values the plan took. */
  values: Record<string, number>;
  /** Fingerprints of documents with secrets that were not compared: of those that turn out to differ, it counts. */
  uncompared?: Record<string, string>;
  /** The state its conditions held, by id. Undefined in plans of releases that left out what changes nothing. */
  guarded?: Record<string, string>;
  /** Keys of the members of the set that it prunes. */
  members?: readonly string[];
  /**
   * How all documents stand that it found unchanged, with the keys of all documents in the order of the request; undefined if
   * these have to be decided again in any case.
   */
  unchanged?: Standing & { documents: readonly string[] };
}

/** A change as it was decided: what it would write, and what is shown of it. Nothing is written yet. */
export interface DecidedChange {
  /** With its pruned resources among the deletions. */
  request: ChangeRequest;
  types: OrganizationTypes;
  documents: readonly DecidedDocument[];
  deletions: DecidedDeletions;
  actions: readonly DecidedAction[];
  counts: ChangeCounts;
  basis: Basis;
  claims: Claims;
  /** Keys of the members of the set that is pruned, as they are before the change; null if none is. */
  members: readonly string[] | null;
  /** Ids of resources in flight that it would change or delete. */
  busy: readonly string[];
  /** The first error of each kind that applying it would end with. */
  refusals: readonly DomainError[];
  issues: readonly ValidationIssue[];
  /** Updates of which their providers have not said yet what they would do. */
  questions: readonly UpdateQuestion[];
}
