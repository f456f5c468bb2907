import type { Json, JsonObject } from "@pragma/contract";
import type { KnownType } from "../../../foundation/types/index.ts";
import type { Core } from "../../../foundation/unit-of-work/core.ts";

/** A type that is part of the platform: its definition, how its events run, and how its outputs are presented. */
export interface BuiltIn {
  readonly type: KnownType;
  /** Runs a create or an update. A delete needs no work. */
  run(core: Core, event: BuiltInEvent): Promise<BuiltInOutcome>;
  /** Its outputs, where they follow from the resolved config alone: `run` answers the same. */
  outputsOf?(config: JsonObject): Json;
  /** Adds values to the stored outputs when they are presented, if any. They are neither stored nor compared. */
  present?(core: Core, organizationId: string, name: string, outputs: JsonObject): JsonObject;
}

/** An event to run. */
export interface BuiltInEvent {
  readonly organizationId: string;
  readonly key: string;
  readonly eventId: string;
  /** Resolved; sensitive values are sealed. */
  readonly config: JsonObject;
}

/** How it ended, as in an `Outcome`. */
export type BuiltInOutcome =
  | { kind: "succeeded"; outputs: Json | null }
  | { kind: "rejected"; message: string; facts?: Record<string, unknown> }
  | { kind: "handed-back" };
