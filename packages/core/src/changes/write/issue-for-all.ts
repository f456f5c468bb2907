import type { Json, ValidationIssue } from "@pragma/contract";
import { annotate, hideSealedKeys } from "@pragma/language";
import type { DecidedDocument } from "../decide/decision.ts";

const NO_MARKS = annotate(true);

/**
 * An issue of a document for all who may read the plan: who sent the document knows the keys of what is sealed as a whole, others do
 * not.
 * @param document undefined for an issue about something else
 */
export function issueForAll(issue: ValidationIssue, document: DecidedDocument | undefined): ValidationIssue {
  const prefix = issue.loc.slice(0, 3);
  if (document === undefined || prefix[0] !== "documents" || prefix[2] !== "config") return issue;
  const { desired, existing, type } = document;
  // An issue found before the document was read is located by the stored config.
  const config = desired?.sealedConfig ?? (JSON.parse(existing?.config ?? "{}") as Json);
  return hideSealedKeys(issue, prefix, type?.annotations ?? NO_MARKS, config);
}
