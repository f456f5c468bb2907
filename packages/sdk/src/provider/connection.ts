import { z } from "zod";
import type { Health, ProviderContext } from "./context.ts";
import { messageOf } from "./host/failure.ts";
import type { Awaitable, ObjectSchema, ResourceDefinition } from "./resource.ts";

/** The type that a provider with a connection has besides its own. */
export const CONNECTION_TYPE = "connection";

const noOutputs = z.object({});

/** How the resources of a provider reach their server: its schema, and what tells whether it works. */
export interface ConnectionDefinition<Config extends ObjectSchema = ObjectSchema> {
  readonly description?: string;
  readonly tags?: readonly string[];
  /** As of a resource: fields may be marked `sensitive` and `immutable`. */
  readonly config: Config;
  /**
   * Asks the server whether it can be reached, and lets this account do its work. Nothing, or `healthy`: both. A connection that is
   * `unhealthy` does not become ready; one that is `degraded` does, with its message in the log.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: with undefined, an async check would have to end with a return
  check?(ctx: ProviderContext<z.output<Config>>): Awaitable<Health | void>;
}

/** The type `connection` of a provider, as `defineProvider` makes it. */
export type ConnectionResource<Config extends ObjectSchema = ObjectSchema> = ResourceDefinition<
  Config,
  typeof noOutputs
>;

/**
 * Declares the connection of a provider: give it to `defineProvider`, which makes the type `connection` of it, and to each
 * `defineResource` whose handlers use it. Returns its argument; its purpose is to infer the type of `ctx.config` in `check`.
 */
export function defineConnection<Config extends ObjectSchema>(
  definition: ConnectionDefinition<Config>,
): ConnectionDefinition<Config> {
  return definition;
}

/** The type of resource that a connection is: its create and update run `check`, its health asks the same. */
export function connectionResource<Config extends ObjectSchema>(
  definition: ConnectionDefinition<Config>,
): ConnectionResource<Config> {
  type Context = ProviderContext<z.output<Config>>;
  const verify = async (ctx: Context) => {
    const { status, message } = await askHealth(definition, ctx);
    if (status === "unhealthy") throw new Error(message || "The connection is unhealthy");
    if (status === "degraded") ctx.log.warn(message || "The connection is degraded");
    return {};
  };
  return {
    description: definition.description ?? "How resources of this provider reach their server",
    ...(definition.tags && { tags: definition.tags }),
    config: definition.config,
    outputs: noOutputs,
    real: false,
    create: verify,
    update: verify,
    delete() {},
    ...(definition.check && {
      async health(ctx: Context): Promise<Health> {
        try {
          return await askHealth(definition, ctx);
        } catch (error) {
          ctx.signal.throwIfAborted();
          return { status: "unhealthy", message: messageOf(error) };
        }
      },
    }),
  };
}

async function askHealth<Config extends ObjectSchema>(
  definition: ConnectionDefinition<Config>,
  ctx: ProviderContext<z.output<Config>>,
): Promise<Health> {
  const health = (await definition.check?.(ctx)) ?? { status: "healthy" };
  if (!["healthy", "degraded", "unhealthy"].includes(health.status)) {
    throw new TypeError("check must return nothing, or a status of healthy, degraded or unhealthy");
  }
  return health;
}
