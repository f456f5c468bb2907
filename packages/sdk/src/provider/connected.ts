import type { z } from "zod";
import type { ConnectionDefinition } from "./connection.ts";
import type { Health, JsonObject, LogLine, LogsOptions, ProviderContext, SearchContext } from "./context.ts";
import type { ListOptions, ListPage } from "./listed.ts";
import type { Known, PlanContext, PlannedUpdate, PlanResult } from "./planned.ts";
import type {
  Awaitable,
  ChangeResult,
  ImportAnswer,
  ObjectSchema,
  ReadAnswer,
  Reality,
  ResourceDefinition,
} from "./resource.ts";

/** A type whose config its connection completes: its handlers see the whole. */
export interface ConnectedDefinition<
  Config extends ObjectSchema,
  Outputs extends ObjectSchema,
  Connection extends ObjectSchema,
  Whole extends JsonObject,
> extends Reality {
  readonly connection: ConnectionDefinition<Connection>;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly config: Config;
  readonly outputs: Outputs;
  /**
   * Puts in what the config leaves to the connection. Called before each handler, for the previous config of an update as well; before
   * `import` and `list`, and for what `plan` is told that the config will be, with as much of it as is known. Throws ConfigError where
   * neither says what is needed.
   */
  complete(config: z.output<Config>, connection: z.output<Connection> | null): Whole;
  /** As of any type: it answers in terms of the config that its resource declares, whatever `complete` put in. */
  read?(ctx: ProviderContext<Whole, z.output<Outputs>>): Awaitable<ReadAnswer<Config, Outputs>>;
  observe?(ctx: ProviderContext<Whole, z.output<Outputs>>): Awaitable<z.input<Outputs> | null>;
  create(ctx: ProviderContext<Whole, z.output<Outputs>>): Awaitable<ChangeResult<Outputs>>;
  update(ctx: ProviderContext<Whole, z.output<Outputs>>, previous: Whole): Awaitable<ChangeResult<Outputs>>;
  delete(ctx: ProviderContext<Whole, z.output<Outputs>>): Awaitable<void>;
  /** As of any type: of the config that its resource declares. */
  identity?(config: z.output<Config>, outputs: z.output<Outputs>): string | null;
  import?(ctx: SearchContext<Whole>, identity: string): Awaitable<ImportAnswer<Config, Outputs>>;
  list?(ctx: SearchContext<Whole>, options: ListOptions): Awaitable<ListPage<Config>>;
  /** As of any type: paths that it answers are of the config that its resource declares. */
  plan?(ctx: PlanContext<z.output<Outputs>>, update: PlannedUpdate<Whole>): Awaitable<PlanResult>;
  logs?(ctx: ProviderContext<Whole, z.output<Outputs>>, options: LogsOptions): AsyncIterable<LogLine | string>;
  health?(ctx: ProviderContext<Whole, z.output<Outputs>>): Awaitable<Health>;
}

/**
 * Declares a type whose resources say themselves how to reach their server, or leave it to their connection. Everything else is as
 * with `defineResource`; the handlers get a config that `complete` has completed, so only that knows of both ways.
 */
export function defineConnectedResource<
  Config extends ObjectSchema,
  Outputs extends ObjectSchema,
  Connection extends ObjectSchema,
  Whole extends JsonObject,
>(
  definition: ConnectedDefinition<Config, Outputs, Connection, Whole>,
): ResourceDefinition<Config, Outputs, Connection> {
  type Given = ProviderContext<z.output<Config>, z.output<Outputs>, z.output<Connection>>;
  type Sought = SearchContext<z.output<Config>, z.output<Connection>>;
  type Asked = PlanContext<z.output<Outputs>, z.output<Connection>>;
  const { complete, read, observe, create, update, logs, health, import: take, list, plan, ...rest } = definition;
  // The rest of the context, whose dependencies are looked for when somebody asks, stays that of the platform.
  const whole = (ctx: Given): ProviderContext<Whole, z.output<Outputs>> =>
    Object.create(ctx, { config: { value: complete(ctx.config, ctx.connection), enumerable: true } });
  const wholeSearch = (ctx: Sought): SearchContext<Whole> =>
    Object.create(ctx, {
      config: { value: complete(ctx.config as z.output<Config>, ctx.connection), enumerable: true },
    });
  return {
    ...rest,
    create: (ctx) => create(whole(ctx)),
    update: (ctx, previous) => update(whole(ctx), complete(previous, ctx.connection)),
    delete: (ctx) => definition.delete(whole(ctx)),
    ...(read && { read: (ctx: Given) => read(whole(ctx)) }),
    ...(observe && { observe: (ctx: Given) => observe(whole(ctx)) }),
    ...(take && { import: (ctx: Sought, identity: string) => take(wholeSearch(ctx), identity) }),
    ...(list && { list: (ctx: Sought, options: ListOptions) => list(wholeSearch(ctx), options) }),
    ...(plan && {
      plan: (ctx: Asked, { before, after, unknown }: PlannedUpdate<z.output<Config>>) =>
        plan(ctx, {
          before: complete(before, ctx.connection),
          after: complete(after as z.output<Config>, ctx.connection) as Known<Whole>,
          unknown,
        }),
    }),
    ...(logs && { logs: (ctx: Given, options: LogsOptions) => logs(whole(ctx), options) }),
    ...(health && { health: (ctx: Given) => health(whole(ctx)) }),
  };
}
