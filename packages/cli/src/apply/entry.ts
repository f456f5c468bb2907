import type { ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import type { Change } from "./apply-document.ts";

/** How far a document has come. */
export interface Entry {
  document: ManifestDocument;
  change: Change | "refused" | null;
  /** Its lifecycle state; null until something is known. */
  state: string | null;
  /** What holds it up, or why it failed. */
  reason: string | null;
  /** Set once it is over, and was no success. */
  exitCode: ExitCode | null;
  done: boolean;
}

export function entryOf(document: ManifestDocument): Entry {
  return { document, change: null, state: null, reason: null, exitCode: null, done: false };
}
