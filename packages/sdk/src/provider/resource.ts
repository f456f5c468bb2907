import type { z } from "zod";
import type { ConnectionDefinition } from "./connection.ts";
import type { Health, JsonObject, LogLine, LogsOptions, ProviderContext, SearchContext } from "./context.ts";
import type { ReadResult } from "./found.ts";
import type { ImportResult, ListOptions, ListPage } from "./listed.ts";
import type { PlanContext, PlannedUpdate, PlanResult } from "./planned.ts";
import type { WithState } from "./state.ts";

// So that an editor offers them inside .meta({ … }), and a value that is not a boolean is an error.
declare module "zod" {
  interface GlobalMeta {
    /**
     * Encrypted at rest, shown as ******** everywhere, redacted from logs and errors. In a map, mark the values,
     * `z.record(z.string(), z.string().meta({ sensitive: true }))`: people see the keys, and change one value alone. A map that is
     * marked itself is one ********.
     */
    sensitive?: boolean | undefined;
    /** Cannot be changed once the resource exists. */
    immutable?: boolean | undefined;
  }
}

/** A zod schema of an object. */
export type ObjectSchema = z.ZodType<JsonObject>;

export type Awaitable<T> = T | Promise<T>;

/** What `create` and `update` return: outputs, and with `withState` also a state. */
export type ChangeResult<Outputs extends ObjectSchema> = z.input<Outputs> | WithState<z.input<Outputs>>;

/** What `read` returns. */
export type ReadAnswer<Config extends ObjectSchema, Outputs extends ObjectSchema> =
  | ReadResult<Config, Outputs>
  | WithState<ReadResult<Config, Outputs>>
  | null;

/** What `import` returns. */
export type ImportAnswer<Config extends ObjectSchema, Outputs extends ObjectSchema> =
  | ImportResult<Config, Outputs>
  | WithState<ImportResult<Config, Outputs>>
  | null;

/** Members that say how a type is checked for drift. */
export interface Reality {
  /** False if there is no thing outside of the platform, so nothing that could drift. */
  readonly real?: boolean;
  /** How often its resources are checked for drift, in seconds: 60 to 2,592,000 (30 days). Needs `read` or `observe`. */
  readonly drift?: { readonly every: number };
}

type ContextOf<
  Config extends ObjectSchema,
  Outputs extends ObjectSchema,
  Connection extends ObjectSchema,
> = ProviderContext<z.output<Config>, z.output<Outputs>, z.output<Connection>>;

/**
 * One type of resource: its schemas and its handlers. `create`, `update` and `delete` must be idempotent, because an
 * attempt whose result was lost is repeated.
 */
export interface ResourceDefinition<
  Config extends ObjectSchema = ObjectSchema,
  Outputs extends ObjectSchema = ObjectSchema,
  Connection extends ObjectSchema = ObjectSchema,
> extends Reality {
  /** The connection of its provider: `ctx.connection` is then parsed by its schema, and typed. */
  readonly connection?: ConnectionDefinition<Connection>;
  readonly description?: string;
  readonly tags?: readonly string[];
  /**
   * Fields may carry `.meta({ sensitive: true })` (encrypted and masked; of a map, its values rather than the map) and
   * `.meta({ immutable: true })`.
   */
  readonly config: Config;
  readonly outputs: Outputs;
  /**
   * Looks at the existing thing: its outputs, and its config as it really is. Null only if it certainly does not exist. It answers in
   * terms of `ctx.config`: the declared value where what it found means the same, null for what is absent, and nothing of what it
   * cannot find out. What differs from the declared config is drift. Takes the place of `observe`.
   */
  read?(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<ReadAnswer<Config, Outputs>>;
  /**
   * Returns the outputs of the existing thing, or null only if it certainly does not exist. If it or `read` is defined, `create`
   * runs only after that returned null; otherwise `update` runs, with the outputs found in `ctx.outputs`, to match the config.
   */
  observe?(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<z.input<Outputs> | null>;
  create(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<ChangeResult<Outputs>>;
  /**
   * Changes the existing thing to match `ctx.config`. `previous` is the last config that succeeded (or, if a create
   * found the thing already there, the config of the attempt that may have created it): a hint, not proof of the actual
   * state.
   */
  update(ctx: ContextOf<Config, Outputs, Connection>, previous: z.output<Config>): Awaitable<ChangeResult<Outputs>>;
  /** Resolves once it is gone; also if it was gone already. */
  delete(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<void>;
  /**
   * The text that names the thing to `import`: the same at all times, unique in its type and connection, at most 512 characters, without
   * secrets. Pure: it asks nobody. Null while the thing has none.
   */
  identity?(config: z.output<Config>, outputs: z.output<Outputs>): string | null;
  /**
   * Returns an existing thing by its identity, or null only if there certainly is none. Writes nothing. `ctx.config` is what is known of
   * its config.
   */
  import?(
    ctx: SearchContext<z.output<Config>, z.output<Connection>>,
    identity: string,
  ): Awaitable<ImportAnswer<Config, Outputs>>;
  /** Lists existing things, in an order of its own that stays. Leaves out what nobody should manage, such as the server's own. */
  list?(ctx: SearchContext<z.output<Config>, z.output<Connection>>, options: ListOptions): Awaitable<ListPage<Config>>;
  /**
   * Tells what an update would do, before anybody applies it: which fields need another thing, which outputs will differ, what people
   * should know. Pure: it asks nobody, and answers within 10 seconds. What it does not tell is found out by the update itself.
   */
  plan?(
    ctx: PlanContext<z.output<Outputs>, z.output<Connection>>,
    update: PlannedUpdate<z.output<Config>>,
  ): Awaitable<PlanResult>;
  /** Lines of the real thing's log, oldest first. */
  logs?(ctx: ContextOf<Config, Outputs, Connection>, options: LogsOptions): AsyncIterable<LogLine | string>;
  health?(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<Health>;
}

/** The handlers a type may have. */
export type HandlerName =
  | "read"
  | "observe"
  | "create"
  | "update"
  | "delete"
  | "identity"
  | "import"
  | "list"
  | "plan"
  | "logs"
  | "health";

/**
 * Declares one type of resource. Returns its argument; its purpose is to infer the handlers' types from the schemas.
 */
export function defineResource<
  Config extends ObjectSchema,
  Outputs extends ObjectSchema,
  Connection extends ObjectSchema = ObjectSchema,
>(definition: ResourceDefinition<Config, Outputs, Connection>): ResourceDefinition<Config, Outputs, Connection> {
  return definition;
}
