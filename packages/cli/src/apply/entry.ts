import type { Resource } from "@pragma/sdk";
import type { ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import type { Change } from "./apply-document.ts";

/** The progress of a document. */
export interface Entry {
  document: ManifestDocument;
  /** The resource before anything was applied; null if there was none. */
  before: Resource | null;
  /** The apply has started: from now on it may have reached the API. */
  begun: boolean;
  /** `followed`: not changed itself, but updated because a dependency changed. */
  change: Change | "followed" | "refused" | null;
  /** Its lifecycle state; null until something is known, or if there is none. */
  state: Resource["lifecycle_state"] | null;
  /** Whether a change of a dependency is propagating to it. */
  stale: boolean;
  /** What blocks it, or why it failed. */
  reason: string | null;
  /** Set once it has ended without success. */
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
