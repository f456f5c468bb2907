import type { Json, JsonObject } from "@pragma/contract";
import type { KnownType } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";

/** A type that is part of the platform: what it looks like, how its events run, and how its outputs are shown. */
export interface BuiltIn {
  readonly type: KnownType;
  /** Carries out a creation or an update. There is nothing to be done for a deletion. */
  run(core: Core, event: BuiltInEvent): Promise<BuiltInOutcome>;
  /** Adds to stored outputs what is made on the way out, where there is such a thing. It is neither stored nor compared. */
  present?(core: Core, organizationId: string, name: string, outputs: JsonObject): JsonObject;
}

/** An event that is run. */
export interface BuiltInEvent {
  readonly organizationId: string;
  readonly key: string;
  readonly eventId: string;
  /** Resolved; sensitive values are sealed. */
  readonly config: JsonObject;
}

/** How it ended, in the words of an `Outcome`. */
export type BuiltInOutcome =
  | { kind: "succeeded"; outputs: Json | null }
  | { kind: "rejected"; message: string; facts?: Record<string, unknown> }
  | { kind: "handed-back" };
