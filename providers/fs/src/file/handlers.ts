import { rm } from "node:fs/promises";
import { ConfigError, type Health, type ProviderContext } from "@pragma/sdk/provider";
import { type Access, isRetained } from "../fields.ts";
import { setAccess } from "../files/access.ts";
import { inPlainWords } from "../files/errors.ts";
import {
  accessAsFound,
  accessFault,
  checksumOf,
  type Existing,
  inspect,
  readChecksum,
  readChecksumIfAllowed,
  requireKind,
} from "../files/inspect.ts";
import { locate } from "../files/place.ts";
import { removeUnfinished, writeAtomically } from "../files/write.ts";
import type { FileFields, FileOutputs } from "./config.ts";

/** A file as it is, in terms of its config. */
type FoundFile = Access & { path: string };
type Ctx<Config> = ProviderContext<Config, FileOutputs>;

/**
 * The handlers of a type whose config becomes the content of one file.
 *
 * @param contentOf throws ConfigError for a config that makes no content.
 * @param contentField name of the field that another content is found at
 */
export function fileHandlers<Config extends FileFields>(
  contentOf: (config: Config) => Buffer,
  contentField: (config: Config) => string,
) {
  async function ensure(ctx: Ctx<Config>): Promise<FileOutputs> {
    const { config } = ctx;
    const content = contentOf(config);
    const place = await locate(config);
    const existing = await inspect(place.path);
    requireKind(existing, "file", config.path);
    if (place.folderExists) await removeUnfinished(ctx.id, place);
    const outputs = { path: place.path, checksum: checksumOf(content), size: content.length };
    if (existing === null || !(await hasContent(place.path, existing, content, ctx.signal))) {
      if (existing !== null && ctx.outputs === null) refuseStranger(config);
      await writeAtomically(ctx.id, place, content, config);
      ctx.log.info(`${config.path} written, ${content.length} bytes`);
    } else if (accessFault(existing, config) !== null) {
      await setAccess(place.path, config);
      ctx.log.info(`permissions of ${config.path} set`);
    }
    return outputs;
  }

  return {
    async read(ctx: Ctx<Config>): Promise<{ outputs: FileOutputs; config: FoundFile } | null> {
      const { config, outputs: known } = ctx;
      const { path } = await locate(config);
      const existing = await inspect(path);
      if (existing === null) return null;
      requireKind(existing, "file", config.path);
      const declared = contentOf(config);
      if (known === null && !ctx.observed && !(await hasContent(path, existing, declared, ctx.signal)))
        refuseStranger(config);
      const place = { path: config.path, ...accessAsFound(existing, config) };
      const { size } = existing;
      const checksum = await readChecksumIfAllowed(path, ctx.signal);
      if (checksum === null) return { outputs: { path, size, checksum: checksumOf(declared) }, config: place };
      const content = checksum === checksumOf(declared) ? {} : { [contentField(config)]: anotherContent(checksum) };
      return { outputs: { path, checksum, size }, config: { ...place, ...content } };
    },

    create: ensure,

    async update(ctx: Ctx<Config>): Promise<FileOutputs> {
      return await ensure(ctx);
    },

    async delete(ctx: Ctx<Config>): Promise<void> {
      if (isRetained(ctx)) return;
      const place = await locate(ctx.config);
      const { path } = place;
      const existing = await inspect(path);
      if (place.folderExists) await removeUnfinished(ctx.id, place);
      if (existing === null) return;
      const isKnown = ctx.outputs !== null;
      if (existing.kind !== "file" || (!isKnown && !(await isOurs(ctx, path, existing)))) {
        ctx.log.warn(`${ctx.config.path} is left as it is: it is not what this resource made`);
        return;
      }
      await rm(path, { force: true }).catch((error) => Promise.reject(inPlainWords(error, path)));
      ctx.log.info(`${ctx.config.path} deleted`);
    },

    async health(ctx: Ctx<Config>): Promise<Health> {
      try {
        return await healthOf(ctx, contentOf(ctx.config));
      } catch (error) {
        ctx.signal.throwIfAborted();
        return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
      }
    },
  };

  /** A config whose content cannot be made never made a file. */
  async function isOurs(ctx: Ctx<Config>, path: string, existing: Existing): Promise<boolean> {
    try {
      return await hasContent(path, existing, contentOf(ctx.config), ctx.signal);
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  }
}

/**
 * Stands for a content that is not the declared one. It is not told: a file may hold what nobody is to see who sees its resource. No
 * config can declare it, so nobody writes it to a file by accident.
 */
function anotherContent(checksum: string): never {
  return { checksum } as never;
}

async function hasContent(path: string, existing: Existing, content: Buffer, signal: AbortSignal): Promise<boolean> {
  return existing.size === content.length && (await readChecksum(path, signal)) === checksumOf(content);
}

/** A file that is there before its resource was ever ready is adopted only if it is the very file. */
function refuseStranger({ path, overwrite }: FileFields): void {
  if (overwrite) return;
  throw new ConfigError(
    `${path} exists already with another content, and is not replaced. Set overwrite, or choose another path`,
  );
}

async function healthOf(ctx: Pick<Ctx<FileFields>, "config" | "outputs" | "signal">, content: Buffer): Promise<Health> {
  const { path } = await locate(ctx.config);
  const existing = await inspect(path);
  if (existing === null) return { status: "unhealthy", message: "It does not exist" };
  requireKind(existing, "file", ctx.config.path);
  const details = { size: existing.size };
  if (!(await hasContent(path, existing, content, ctx.signal))) {
    return { status: "degraded", message: "Its content was changed", details };
  }
  const fault = accessFault(existing, ctx.config);
  if (fault !== null) return { status: "degraded", message: `It was changed: ${fault}`, details };
  return { status: "healthy", message: null, details };
}
