import type { Resource } from "@pragma/sdk";
import type { ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import type { Change } from "./apply-document.ts";

/** How far a document has come. */
export interface Entry {
  document: ManifestDocument;
  /** The resource before anything was applied; null if there was none. */
  before: Resource | null;
  /** Its turn has come: from then on it may have reached the API. */
  begun: boolean;
  /** `followed`: not changed itself, but brought up to date with what it depends on. */
  change: Change | "followed" | "refused" | null;
  /** Its lifecycle state; null until something is known, or if there is none. */
  state: Resource["lifecycle_state"] | null;
  /** Whether a change further up is on its way to it. */
  stale: boolean;
  /** What holds it up, or why it failed. */
  reason: string | null;
  /** Set once it is over, and was no success. */
  exitCode: ExitCode | null;
  done: boolean;
}

export function entryOf(document: ManifestDocument): Entry {
  return {
    document,
    before: null,
    begun: false,
    change: null,
    state: null,
    stale: false,
    reason: null,
    exitCode: null,
    done: false,
  };
}
