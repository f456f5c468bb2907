import type { z } from "zod";
import type { ObjectSchema } from "./resource.ts";

/** Which part of a list is wanted. */
export interface ListOptions {
  /** What the part before gave as `cursor`; null for the first. */
  readonly cursor: string | null;
  /** At most so many: 1 to 100. */
  readonly limit: number;
}

/** A thing that could be taken over. */
export interface Candidate<Config extends ObjectSchema = ObjectSchema> {
  /** What `import` takes; unique in its type and connection. At most 512 characters. */
  readonly identity: string;
  /** What a resource of it might be called, if that is another than the identity. */
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** A config that declares it as it is, as far as the list tells. Never a secret. */
  readonly config?: Partial<z.input<Config>> | undefined;
}

/** Part of a list of things. */
export interface ListPage<Config extends ObjectSchema = ObjectSchema> {
  readonly items: readonly Candidate<Config>[];
  /** Where the next part begins, at most 4,096 characters; left out or null after the last. */
  readonly cursor?: string | null | undefined;
}

/** What `import` returns of a thing that is there: a config that declares it as it is, and its outputs. */
export interface ImportResult<Config extends ObjectSchema = ObjectSchema, Outputs extends ObjectSchema = ObjectSchema> {
  /** As far as it can be found out. Secrets that nobody can read are left out. */
  readonly config: Partial<z.input<Config>>;
  readonly outputs: z.input<Outputs>;
}
