import { mkdir, rm, rmdir } from "node:fs/promises";
import { ConfigError, defineConnectedResource, type ProviderContext } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import { accessFields, type BelowRoot, belowRoot, deletionPolicy, isRetained, placeFields } from "../fields.ts";
import { setAccess } from "../files/access.ts";
import { codeOf, inPlainWords } from "../files/errors.ts";
import { accessAsFound, accessFault, inspect, requireKind } from "../files/inspect.ts";
import { locate } from "../files/place.ts";

const directoryConfig = z.object({
  ...placeFields,
  ...accessFields("0755"),
  delete_contents: z.boolean().default(false).meta({
    description: "On delete, delete what is in it as well rather than fail while it is not empty",
  }),
  deletion_policy: deletionPolicy,
});

const directoryOutputs = z.object({ path: z.string().meta({ description: "Absolute path" }) });

type Ctx = ProviderContext<BelowRoot<z.output<typeof directoryConfig>>, z.output<typeof directoryOutputs>>;

/** A folder. */
export const directory = defineConnectedResource({
  description: "A folder, with permissions and owner",
  tags: ["fs"],
  config: directoryConfig,
  outputs: directoryOutputs,
  connection,
  complete: (config, connected) => belowRoot(config, connected),

  async read(ctx) {
    const { path } = await locate(ctx.config);
    const existing = await inspect(path);
    requireKind(existing, "directory", ctx.config.path);
    if (existing === null) return null;
    return { outputs: { path }, config: { path: ctx.config.path, ...accessAsFound(existing, ctx.config) } };
  },

  create: ensure,

  async update(ctx) {
    return await ensure(ctx);
  },

  async delete(ctx) {
    if (isRetained(ctx)) return;
    const { path } = await locate(ctx.config);
    const existing = await inspect(path);
    if (existing === null) return;
    if (existing.kind !== "directory") {
      ctx.log.warn(`${ctx.config.path} is left as it is: it is not a folder`);
      return;
    }
    // Before the resource was ever ready, what is inside is someone else's.
    await remove(path, ctx.config.path, ctx.config.delete_contents && ctx.outputs !== null);
    ctx.log.info(`${ctx.config.path} deleted`);
  },

  async health(ctx) {
    try {
      const { path } = await locate(ctx.config);
      const existing = await inspect(path);
      if (existing === null) return { status: "unhealthy", message: "It does not exist" };
      requireKind(existing, "directory", ctx.config.path);
      const fault = accessFault(existing, ctx.config);
      if (fault !== null) return { status: "degraded", message: `It was changed: ${fault}` };
      return { status: "healthy", message: null };
    } catch (error) {
      return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
    }
  },
});

async function ensure(ctx: Ctx): Promise<{ path: string }> {
  const { config } = ctx;
  const place = await locate(config);
  const existing = await inspect(place.path);
  requireKind(existing, "directory", config.path);
  if (existing === null) {
    const options = { recursive: true, mode: 0o755 };
    await mkdir(place.path, options).catch((error) => Promise.reject(inPlainWords(error, place.path)));
    ctx.log.info(`${config.path} made`);
  }
  if (existing === null || accessFault(existing, config) !== null) await setAccess(place.path, config);
  return { path: place.path };
}

async function remove(path: string, shown: string, withContents: boolean): Promise<void> {
  try {
    // Links inside are removed, not followed.
    await (withContents ? rm(path, { recursive: true, force: true }) : rmdir(path));
  } catch (error) {
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw inPlainWords(error, path);
    throw new ConfigError(`${shown} is not empty. Empty it, or set delete_contents to delete what is in it, too`);
  }
}
