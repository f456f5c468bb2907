import {
  type ApplyInput,
  applyInputSchema,
  type ChangeDocument,
  issuesOf,
  type Json,
  type ValidationIssue,
} from "@pragma/contract";
import { formatPath, jsonSize } from "@pragma/language";
import type { RequestedDocument } from "./change-request.ts";

/** As the body of a single apply. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;
/** Found in all documents together before the rest is no longer taken apart: an issue costs a hundred times its element. */
const MAX_FOUND = 1000;

export interface ReadDocuments {
  documents: RequestedDocument[];
  /** By index of the document. */
  issues: ReadonlyMap<number, readonly ValidationIssue[]>;
}

/** Reads the documents of a change. One of a wrong form is kept by its identity, with its issues. */
export function readDocuments(documents: readonly ChangeDocument[]): ReadDocuments {
  const issues = new Map<number, readonly ValidationIssue[]>();
  let found = 0;
  const refused = (index: number, faults: readonly ValidationIssue[]): RequestedDocument => {
    const { provider, resource, name } = documents[index] as ChangeDocument;
    issues.set(index, faults);
    return { input: { provider, resource, name, config: {} } };
  };
  const read = documents.map((document, index): RequestedDocument => {
    if (jsonSize(document as Json, MAX_DOCUMENT_BYTES) > MAX_DOCUMENT_BYTES) {
      return refused(index, [{ loc: ["documents", index], msg: "is larger than 1 MiB", type: "payload_too_large" }]);
    }
    if (found >= MAX_FOUND && !applyInputSchema.validate(document)) return refused(index, [notTakenApart(index)]);
    const parsed = applyInputSchema.safeParse(document);
    if (parsed.success) return { input: withState(parsed.data) };
    found += parsed.error.issues.length;
    return refused(index, issuesOf(parsed.error, document, ["documents", index]).map(named));
  });
  return { documents: read, issues };
}

function notTakenApart(index: number): ValidationIssue {
  return {
    loc: ["documents", index],
    msg: "is not valid; correct the documents before it to see why",
    type: "invalid",
  };
}

/** With the name of the field in front, as an apply says it. */
function named({ loc, msg, type }: ValidationIssue): ValidationIssue {
  const field = formatPath(loc.slice(2));
  return { loc, msg: field === "" ? msg : `${field} ${msg}`, type };
}

/** Here a document is meant to be carried out unless it says otherwise. */
function withState(input: ApplyInput): ApplyInput {
  return input.lifecycle_state === undefined ? { ...input, lifecycle_state: "pending" } : input;
}
