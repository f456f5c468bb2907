import type { JsonObject, ProviderContext } from "./context.ts";

/**
 * A config while a change is planned, as far as it is known: null, or left out, where a value is not known yet, or where nothing is
 * declared.
 */
export type Known<T> = unknown extends T
  ? unknown
  : T extends readonly (infer Item)[]
    ? readonly (Known<Item> | null)[]
    : T extends object
      ? { readonly [Key in keyof T]?: Known<T[Key]> | null | undefined }
      : T;

/**
 * An update that is planned. `After` is derived from `Config`; it is a parameter because a conditional type among the members would make
 * the updates of two types unrelated.
 */
export interface PlannedUpdate<Config = JsonObject, After = Known<Config>> {
  /** The config of the last success, parsed by the config schema if that accepts it. */
  readonly before: Config;
  /**
   * What the config will be, parsed by the config schema. Where a value is not known yet it is null; if the schema does not accept
   * what is known, it is not parsed, so a default is missing.
   */
  readonly after: After;
  /** Paths of `after` that are not known yet, such as `servers[0].port`: any value may come to stand there. */
  readonly unknown: readonly string[];
}

/** What `plan` returns. */
export interface PlanResult {
  /** Fields of the config that only another thing can have as they will be: 100 paths at most. None if left out. */
  readonly replace?: readonly string[] | undefined;
  /** Outputs that will differ, and no others: 100 paths at most. Leave it out where you cannot tell: any may differ then. */
  readonly outputs?: readonly string[] | undefined;
  /** What people should know before they apply it: 20 texts at most, without secrets. */
  readonly warnings?: readonly string[] | undefined;
}

/** What `plan` gets: it is about a thing as it is, and nothing is done to it. */
export interface PlanContext<Outputs = JsonObject, Connection = JsonObject>
  extends Pick<
    ProviderContext<JsonObject, Outputs, Connection>,
    "id" | "name" | "connection" | "outputs" | "state" | "tags" | "trace" | "signal" | "log"
  > {}
