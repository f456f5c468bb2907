import { mkdir, rm, rmdir } from "node:fs/promises";
import { ConfigError, defineConnectedResource, mayBeOwn, type ProviderContext } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import { accessFields, type BelowRoot, belowRoot, deletionPolicy, isRetained, placeFields } from "../fields.ts";
import { setAccess } from "../files/access.ts";
import { codeOf, inPlainWords } from "../files/errors.ts";
import { accessAsFound, accessFault, inspect, requireKind } from "../files/inspect.ts";
import { identityOf, refuseForeign } from "../files/ownership.ts";
import { locate, makeFolder, type Place } from "../files/place.ts";
import { placeFieldsOf, placeOfIdentity } from "../files/sought.ts";
import { listBelow } from "../files/walk.ts";

const DEFAULT_MODE = "0755";

const directoryConfig = z.object({
  ...placeFields,
  ...accessFields(DEFAULT_MODE),
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
    refuseForeign(ctx, path, ctx.config.path);
    return { outputs: { path }, config: { path: ctx.config.path, ...accessAsFound(existing, ctx.config) } };
  },

  async create(ctx) {
    return await ensure(ctx, "create");
  },

  async update(ctx) {
    return await ensure(ctx, "update");
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
    if (!mayBeOwn(ctx)) {
      ctx.log.warn(`${ctx.config.path} is left as it is: it was there before`);
      return;
    }
    // Before the resource was ever ready, what is inside is someone else's.
    await remove(path, ctx.config.path, ctx.config.delete_contents && ctx.outputs !== null);
    ctx.log.info(`${ctx.config.path} deleted`);
  },

  identity: (_config, { path }) => identityOf(path),

  async import(ctx, identity) {
    const { place, path } = await placeOfIdentity(ctx, identity);
    const existing = await inspect(place.path);
    if (existing === null) return null;
    requireKind(existing, "directory", path);
    const access = accessAsFound(existing, { mode: DEFAULT_MODE });
    return { config: { ...placeFieldsOf(ctx, path), ...access }, outputs: { path: place.path } };
  },

  async list(ctx, options) {
    return await listBelow(ctx, "directory", options, async ({ existing }) =>
      accessAsFound(existing, { mode: DEFAULT_MODE }),
    );
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

async function ensure(ctx: Ctx, occasion: "create" | "update"): Promise<{ path: string }> {
  const { config } = ctx;
  const place = await locate(config);
  const isNew = await make(place);
  if (isNew) ctx.log.info(`${config.path} made`);
  else if (occasion === "create") refuseForeign(ctx, place.path, config.path);
  const existing = await inspect(place.path);
  requireKind(existing, "directory", config.path);
  if (isNew || existing === null || accessFault(existing, config) !== null) await setAccess(place.path, config);
  return { path: place.path };
}

/** Makes the folder; whether it was not there, nor made by others meanwhile. */
async function make(place: Place): Promise<boolean> {
  await makeFolder(place);
  try {
    await mkdir(place.path, { mode: 0o755 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw inPlainWords(error, place.path);
  }
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
