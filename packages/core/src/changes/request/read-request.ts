import { type ChangeInput, MAX_CHANGE_ITEMS, resourceKey, type ValidationIssue } from "@pragma/contract";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import { type ChangeRequest, EMPTY_REQUEST, type RequestedDocument } from "./change-request.ts";
import { readDocuments } from "./read-documents.ts";

/** A request, and what is wrong with documents whose form is. */
export interface ReadRequest {
  request: ChangeRequest;
  /** By index of the document. */
  issues: ReadonlyMap<number, readonly ValidationIssue[]>;
}

/**
 * Reads the body of a change. A document of a wrong form, but with an identity, is kept with its issues: they become
 * part of the plan.
 * @throws DomainError validation_failed if it asks for nothing, or prunes without a set; payload_too_large
 */
export function readRequest(input: ChangeInput): ReadRequest {
  const { documents = [], prune = false, set, allow_empty: allowEmpty = false } = input;
  const { delete: deletions = [], reapply = [], replace = [], drift = [] } = input;
  const count = documents.length + deletions.length + reapply.length + replace.length + drift.length;
  if (count > MAX_CHANGE_ITEMS) throw tooMany(count);
  const faults: ValidationIssue[] = [];
  if (count === 0 && !prune) {
    const msg = "Name documents, deletions, what to apply again, to replace or drift, or prune a set";
    faults.push({ loc: ["body", "documents"], msg, type: "missing" });
  }
  if (prune && set === undefined) {
    faults.push({ loc: ["body", "set"], msg: "is required to prune: only members of a set are", type: "missing" });
  } else if (prune && documents.length === 0 && !allowEmpty) {
    const msg = "is empty, and pruning would delete all of the set: say allow_empty if that is meant";
    faults.push({ loc: ["body", "documents"], msg, type: "empty" });
  }
  if (faults.length > 0) throw validationError(faults);
  const read = readDocuments(documents);
  return {
    request: {
      ...EMPTY_REQUEST,
      documents: read.documents,
      delete: deletions,
      ...(reapply.length > 0 ? { reapply } : {}),
      ...(replace.length > 0 ? { replace } : {}),
      ...(drift.length > 0 ? { drift } : {}),
      allowReplace: input.allow_replace ?? null,
      set: set ?? null,
      prune,
      allowEmpty,
      dependents: input.dependents ?? null,
      takeOver: input.take_over ?? false,
      ifMatch: input.if_match ?? {},
      message: input.message ?? null,
      source: input.source ?? null,
    },
    issues: read.issues,
  };
}

/** Why a change has too many parts. */
export function tooMany(count: number): DomainError {
  return new DomainError(
    "payload_too_large",
    `A change has at most ${MAX_CHANGE_ITEMS.toLocaleString("en")} documents, deletions, resources to apply again or to replace, choices about drift and pruned ones, and this has ${count.toLocaleString("en")}: split it`,
    { limit: MAX_CHANGE_ITEMS, used: count },
  );
}

/** The keys of documents that are named twice, by each of their indexes. */
export function repeatedDocuments(documents: readonly RequestedDocument[]): ReadonlySet<number> {
  const places = Map.groupBy(documents.entries(), ([, { input }]) => resourceKey(input));
  return new Set(
    [...places.values()].filter((same) => same.length > 1).flatMap((same) => same.map(([index]) => index)),
  );
}
