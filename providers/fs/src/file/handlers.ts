import { rm } from "node:fs/promises";
import { ConfigError, type Health, mayBeOwn, type ProviderContext, type SearchContext } from "@pragma/sdk/provider";
import { type Access, isRetained } from "../fields.ts";
import { setAccess } from "../files/access.ts";
import { inPlainWords } from "../files/errors.ts";
import {
  accessAsFound,
  accessFault,
  checksumOf,
  type Existing,
  inspect,
  readChecksumIfAllowed,
  requireKind,
} from "../files/inspect.ts";
import { identityOf, refuseForeign } from "../files/ownership.ts";
import { locate } from "../files/place.ts";
import { type PlaceFields, placeFieldsOf, placeOfIdentity } from "../files/sought.ts";
import { removeUnfinished, writeAtomically } from "../files/write.ts";
import { DEFAULT_MODE, type FileFields, type FileOutputs } from "./config.ts";
import { readContent } from "./content.ts";
import { fileHealth, hasContent } from "./health.ts";

/** A file as it is, in terms of its config. */
type FoundFile = Access & { path: string };
type Ctx<Config> = ProviderContext<Config, FileOutputs>;

/** How the config of a type becomes the content of a file, and the other way round. */
interface ContentRules<Config, Declared> {
  /** @throws ConfigError for a config that makes no content */
  contentOf(config: Config): Buffer;
  /** Name of the field that another content is found at. */
  contentField(config: Config): string;
  /** Fields that declare a content. @throws ConfigError if none can */
  declare(content: Buffer, path: string): Declared;
}

/** The handlers of a type whose config becomes the content of one file. */
export function fileHandlers<Config extends FileFields, Declared extends object = object>({
  contentOf,
  contentField,
  declare,
}: ContentRules<Config, Declared>) {
  async function ensure(ctx: Ctx<Config>, occasion: "create" | "update"): Promise<FileOutputs> {
    const { config } = ctx;
    const content = contentOf(config);
    const place = await locate(config);
    const existing = await inspect(place.path);
    requireKind(existing, "file", config.path);
    if (existing !== null && occasion === "create" && !config.overwrite) refuseForeign(ctx, place.path, config.path);
    if (place.folderExists) await removeUnfinished(ctx.id, place);
    const outputs = { path: place.path, checksum: checksumOf(content), size: content.length };
    if (existing === null || !(await hasContent(place.path, existing, content, ctx.signal))) {
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
      const { config } = ctx;
      const { path } = await locate(config);
      const existing = await inspect(path);
      if (existing === null) return null;
      requireKind(existing, "file", config.path);
      // Before the config is looked at: one that makes no content has made no file.
      if (!config.overwrite) refuseForeign(ctx, path, config.path);
      const declared = contentOf(config);
      const place = { path: config.path, ...accessAsFound(existing, config) };
      const { size } = existing;
      const checksum = await readChecksumIfAllowed(path, ctx.signal);
      if (checksum === null) return { outputs: { path, size, checksum: checksumOf(declared) }, config: place };
      const content = checksum === checksumOf(declared) ? {} : { [contentField(config)]: anotherContent(checksum) };
      return { outputs: { path, checksum, size }, config: { ...place, ...content } };
    },

    async create(ctx: Ctx<Config>): Promise<FileOutputs> {
      return await ensure(ctx, "create");
    },

    async update(ctx: Ctx<Config>): Promise<FileOutputs> {
      return await ensure(ctx, "update");
    },

    async delete(ctx: Ctx<Config>): Promise<void> {
      if (isRetained(ctx)) return;
      const place = await locate(ctx.config);
      const { path } = place;
      const existing = await inspect(path);
      if (place.folderExists) await removeUnfinished(ctx.id, place);
      if (existing === null) return;
      if (existing.kind !== "file" || !(await isOurs(ctx, path, existing))) {
        ctx.log.warn(`${ctx.config.path} is left as it is: it is not what this resource made`);
        return;
      }
      await rm(path, { force: true }).catch((error) => Promise.reject(inPlainWords(error, path)));
      ctx.log.info(`${ctx.config.path} deleted`);
    },

    identity: (_config: unknown, { path }: FileOutputs): string | null => identityOf(path),

    async import(
      ctx: SearchContext<Config>,
      identity: string,
    ): Promise<{ config: PlaceFields & Access & Declared; outputs: FileOutputs } | null> {
      const { place, path } = await placeOfIdentity(ctx, identity);
      const existing = await inspect(place.path);
      if (existing === null) return null;
      requireKind(existing, "file", path);
      const content = await readContent(place.path);
      const access = accessAsFound(existing, { mode: DEFAULT_MODE });
      return {
        config: { ...placeFieldsOf(ctx, path), ...access, ...declare(content, path) },
        outputs: { path: place.path, checksum: checksumOf(content), size: content.length },
      };
    },

    async health(ctx: Ctx<Config>): Promise<Health> {
      try {
        return await fileHealth(ctx, contentOf(ctx.config));
      } catch (error) {
        ctx.signal.throwIfAborted();
        return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
      }
    },
  };

  /** Before the resource was ever ready, only what an attempt may have made, and has its content: others may have failed before. */
  async function isOurs(ctx: Ctx<Config>, path: string, existing: Existing): Promise<boolean> {
    if (ctx.outputs !== null || !mayBeOwn(ctx)) return ctx.outputs !== null;
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
