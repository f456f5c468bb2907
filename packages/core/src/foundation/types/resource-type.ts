import type { JsonObject } from "@pragma/contract";
import type { Annotations } from "@pragma/language";

/** A type that resources can have, ready for use. */
export interface KnownType {
  readonly provider: string;
  readonly resource: string;
  /** Version of the provider that defines it; events run on the version that was current when they were handed over. */
  readonly version: string;
  readonly schema: JsonObject;
  /** Identifies the schema's text to the validator's threads. */
  readonly schemaId: string;
  readonly outputsSchema: JsonObject;
  readonly outputsSchemaId: string;
  readonly annotations: Annotations;
  readonly outputAnnotations: Annotations;
  readonly description: string | null;
  readonly tags: readonly string[];
  /** The optional handlers that it has: read, observe, identity, import, list, logs, health. */
  readonly capabilities: readonly string[];
  /** False if there is no thing outside of the platform, so nothing that could drift. */
  readonly real: boolean;
  /** Seconds between two checks for drift; null for the organization's. */
  readonly driftEvery: number | null;
  /** Whether `${…}` in strings of its config is a reference. Not in `pragma/secret`, whose strings are literal. */
  readonly stringReferences: boolean;
  /** Part of the platform: runs in the worker, and its schema is trusted. */
  readonly builtIn: boolean;
  /** Its provider is being deleted: none of its resources may be applied any more. */
  readonly leaving: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}
