import type { z } from "zod";
import type { Health, JsonObject, LogLine, LogsOptions, ProviderContext } from "./context.ts";

// So that an editor offers them inside .meta({ … }), and a value that is no boolean is an error.
declare module "zod" {
  interface GlobalMeta {
    /** Encrypted at rest, shown as ******** everywhere, redacted from logs and errors. */
    sensitive?: boolean | undefined;
    /** Cannot be changed once the resource exists. */
    immutable?: boolean | undefined;
  }
}

/** A zod schema of an object. */
export type ObjectSchema = z.ZodType<JsonObject>;

type Awaitable<T> = T | Promise<T>;
type ContextOf<Config extends ObjectSchema, Outputs extends ObjectSchema> = ProviderContext<
  z.output<Config>,
  z.output<Outputs>
>;

/**
 * One type of resource: its schemas and its handlers. `create`, `update` and `delete` must be idempotent, because an
 * attempt whose answer was lost is made again.
 */
export interface ResourceDefinition<
  Config extends ObjectSchema = ObjectSchema,
  Outputs extends ObjectSchema = ObjectSchema,
> {
  readonly description?: string;
  readonly tags?: readonly string[];
  /** Fields may carry `.meta({ sensitive: true })` (encrypted and masked) and `.meta({ immutable: true })`. */
  readonly config: Config;
  readonly outputs: Outputs;
  /**
   * What exists in reality: its outputs, or null only when it is certainly absent. With it, `create` runs only after
   * it answered null; otherwise `update` runs, with what was observed in `ctx.outputs`, to bring it to the config.
   */
  observe?(ctx: ContextOf<Config, Outputs>): Awaitable<z.input<Outputs> | null>;
  create(ctx: ContextOf<Config, Outputs>): Awaitable<z.input<Outputs>>;
  /**
   * Brings what exists to `ctx.config`. `previous` is the last config that succeeded (or, when a create found the
   * thing already there, the config of the attempt that may have made it): a hint of what changed, not proof of what is.
   */
  update(ctx: ContextOf<Config, Outputs>, previous: z.output<Config>): Awaitable<z.input<Outputs>>;
  /** Resolving means that it is gone; also when it was gone before. */
  delete(ctx: ContextOf<Config, Outputs>): Awaitable<void>;
  /** Lines of the thing's own log, oldest first. */
  logs?(ctx: ContextOf<Config, Outputs>, options: LogsOptions): AsyncIterable<LogLine | string>;
  health?(ctx: ContextOf<Config, Outputs>): Awaitable<Health>;
}

/** The handlers a type may have. */
export type HandlerName = "observe" | "create" | "update" | "delete" | "logs" | "health";

/** Declares one type of resource. Returns its argument; it is there so that the handlers' types follow the schemas. */
export function defineResource<Config extends ObjectSchema, Outputs extends ObjectSchema>(
  definition: ResourceDefinition<Config, Outputs>,
): ResourceDefinition<Config, Outputs> {
  return definition;
}
