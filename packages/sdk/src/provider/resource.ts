import type { z } from "zod";
import type { ConnectionDefinition } from "./connection.ts";
import type { Health, JsonObject, LogLine, LogsOptions, ProviderContext } from "./context.ts";

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
> {
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
   * Returns the outputs of the existing thing, or null only if it certainly does not exist. If defined, `create` runs
   * only after it returned null; otherwise `update` runs, with the observed outputs in `ctx.outputs`, to match the
   * config.
   */
  observe?(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<z.input<Outputs> | null>;
  create(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<z.input<Outputs>>;
  /**
   * Changes the existing thing to match `ctx.config`. `previous` is the last config that succeeded (or, if a create
   * found the thing already there, the config of the attempt that may have created it): a hint, not proof of the actual
   * state.
   */
  update(ctx: ContextOf<Config, Outputs, Connection>, previous: z.output<Config>): Awaitable<z.input<Outputs>>;
  /** Resolves once it is gone; also if it was gone already. */
  delete(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<void>;
  /** Lines of the real thing's log, oldest first. */
  logs?(ctx: ContextOf<Config, Outputs, Connection>, options: LogsOptions): AsyncIterable<LogLine | string>;
  health?(ctx: ContextOf<Config, Outputs, Connection>): Awaitable<Health>;
}

/** The handlers a type may have. */
export type HandlerName = "observe" | "create" | "update" | "delete" | "logs" | "health";

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
