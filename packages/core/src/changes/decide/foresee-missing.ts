import { isDraft, isReady, type Json, resourceKey } from "@pragma/contract";
import { readValuesForPlan, type ValueRow } from "@pragma/db/queries";
import {
  describeAbsence,
  formatPath,
  type Reference,
  type SecretBox,
  type TargetState,
  takeValue,
  visiblePath,
} from "@pragma/language";
import { type OrganizationTypes, outputPaths, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentedOutputs } from "../../resources/built-ins/index.ts";
import { refuse } from "./decide-documents.ts";
import type { DecidedDocument } from "./decision.ts";
import type { Propagation } from "./follow.ts";
import { isUnknown } from "./known-state.ts";
import type { Pace } from "./plan-limits.ts";
import { isActive } from "./warn-of-absent.ts";

/** Resources whose values are in memory at once. */
const BATCH = 50;
/** References of a document that a warning names. */
const MAX_NAMED = 10;

/** Context of the documents' references. */
export interface Foreseen {
  documents: readonly DecidedDocument[];
  types: OrganizationTypes;
  propagation: Propagation;
  pace: Pace;
}

/**
 * Finds references whose value will not be there when they are resolved. It is a warning, since somebody else may change what is
 * outside; refused if the change itself says what its source will have.
 * @throws DomainError validation_failed of type `plan_too_large`
 */
export async function foreseeMissing(core: Core, organizationId: string, foreseen: Foreseen): Promise<void> {
  const { documents, propagation, pace } = foreseen;
  const followed = new Set(propagation.followers.map(({ key }) => key));
  const users = documents.filter((document) => isActive(document) || followed.has(document.key));
  if (users.length === 0) return;
  const check = new Check(core, organizationId, foreseen, followed);
  const targets = new Set<string>();
  for (const user of users) {
    await pace.step();
    for (const key of check.atFuture(user)) targets.add(key);
  }
  const keys = [...targets];
  for (let from = 0; from < keys.length; from += BATCH) {
    await pace.step();
    const rows = await readValuesForPlan(core.db.tenant(organizationId), keys.slice(from, from + BATCH));
    check.atPresent(rows.filter(hasSettled));
  }
  for (const user of users) check.tell(user);
}

/** Whether what depends on it would be resolved now. */
function hasSettled({ lifecycle_state, provisioned, stale, applied_config }: ValueRow): boolean {
  if (applied_config === null) return false;
  return (isReady(lifecycle_state) && !stale) || (isDraft(lifecycle_state) && provisioned);
}

interface Use {
  user: DecidedDocument;
  reference: Reference;
}

interface Absence extends Use {
  message: string;
}

class Check {
  readonly #core: Core;
  readonly #organizationId: string;
  readonly #foreseen: Foreseen;
  readonly #box: SecretBox;
  readonly #followed: ReadonlySet<string>;
  readonly #byKey: ReadonlyMap<string, DecidedDocument>;
  /** By the key of what they use. */
  readonly #open = new Map<string, Use[]>();
  readonly #absences = new Map<DecidedDocument, Absence[]>();

  constructor(core: Core, organizationId: string, foreseen: Foreseen, followed: ReadonlySet<string>) {
    this.#core = core;
    this.#organizationId = organizationId;
    this.#foreseen = foreseen;
    this.#followed = followed;
    this.#box = core.services.keyring.box(organizationId);
    this.#byKey = new Map(foreseen.documents.map((document) => [document.key, document]));
  }

  /** Compares with what the change makes of resources. @returns keys of those that stay as they are */
  atFuture(user: DecidedDocument): string[] {
    const keys: string[] = [];
    for (const reference of user.desired?.references ?? []) {
      if (reference.field === null) continue;
      const key = resourceKey(reference.target);
      const state = this.#foreseen.propagation.changed.get(key);
      const source = this.#byKey.get(key);
      const staysAsIs = !source?.isProcessed && !source?.isBusy && source?.action !== "refuse" && !mayBeUpdated(source);
      if (state) {
        if (!isUnknown(reference, state)) this.#check({ user, reference }, { ...state, outputs: state.outputs ?? {} });
      } else if (staysAsIs && !this.#followed.has(key)) {
        keys.push(key);
        const known = this.#open.get(key);
        if (known) known.push({ user, reference });
        else this.#open.set(key, [{ user, reference }]);
      }
    }
    return keys;
  }

  /** Compares with what resources have now. */
  atPresent(rows: readonly ValueRow[]): void {
    for (const { key, applied_config, outputs } of rows) {
      const stored = JSON.parse(outputs ?? "{}") as Json;
      const state: TargetState = {
        config: JSON.parse(applied_config ?? "{}") as Json,
        outputs: presentedOutputs(this.#core, this.#organizationId, key, stored),
      };
      for (const use of this.#open.get(key) ?? []) this.#check(use, state, true);
    }
  }

  #check({ user, reference }: Use, state: TargetState, isPresent = false): void {
    const { target, field } = reference;
    if (takeValue(state, target, field, this.#box) !== undefined) return;
    const known = this.#absences.get(user) ?? [];
    this.#absences.set(user, known);
    const isNamed = known.length < MAX_NAMED;
    const message = isNamed
      ? describeAbsence(state, target, field) + (isPresent ? this.#laterText(reference) : "")
      : "";
    known.push({ user, reference, message });
  }

  /** Text for an output that an earlier provider did not give yet. */
  #laterText({ target, field }: Reference): string {
    if (field?.root !== "outputs") return "";
    const named = outputPaths(this.#foreseen.types.find(target.provider, target.resource), null);
    if (!named.some(({ path }) => path === field.keys.join("."))) return "";
    return `. Its type gives it since a later version: ${resourceKey(target)} gets it with its next update`;
  }

  /** Says it of a document. */
  tell(user: DecidedDocument): void {
    const found = this.#absences.get(user) ?? [];
    const refused = user.action === "stage" ? [] : found.filter((absence) => this.#isCertain(absence));
    for (const { reference, message } of refused) {
      const msg = message === "" ? "will have no value" : `will have no value: ${message}`;
      refuse(user, { loc: ["documents", user.index, "config", ...reference.path], msg, type: "unknown_field" });
    }
    if (refused.length > 0) return;
    const config = user.desired?.sealedConfig ?? {};
    for (const { reference, message } of found.slice(0, MAX_NAMED))
      user.warnings.push(`Will fail: ${formatPath(["config", ...visiblePath(config, reference.path)])}: ${message}`);
    const more = found.length - MAX_NAMED;
    if (more > 0) user.warnings.push(`Will fail: ${more.toLocaleString("en")} more of its references have no value`);
  }

  /** Its source is declared by the same change, and runs as that says, or already does. */
  #isCertain({ reference }: Absence): boolean {
    const source = this.#byKey.get(resourceKey(reference.target));
    return source !== undefined && source.action !== "stage" && !isStoredOnly(source);
  }
}

/** Once its secrets are compared, it may be updated, and have other outputs; those of built-in types stay the same but for secrets. */
function mayBeUpdated(source: DecidedDocument | undefined): boolean {
  return source?.action === "uncompared" && source.input.provider !== PLATFORM_PROVIDER;
}

/** A draft that is stored already. */
function isStoredOnly({ action, existing }: DecidedDocument): boolean {
  return action === "unchanged" && existing !== undefined && isDraft(existing.lifecycle_state);
}
