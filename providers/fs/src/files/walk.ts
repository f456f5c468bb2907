import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ListOptions } from "@pragma/sdk/provider";
import { codeOf, inPlainWords } from "./errors.ts";
import { type Existing, inspect } from "./inspect.ts";
import { identityOf } from "./ownership.ts";
import { realRootOf } from "./place.ts";
import { type PlaceFields, placeFieldsOf, type Sought } from "./sought.ts";
import { isUnfinished } from "./write.ts";

/** Entries that one part of a list looks at: a part of few things, or none, has a next one. */
const MAX_LOOKED_AT = 1000;
/** Bytes of configs in one part of a list; the last may exceed them. */
const MAX_PART_BYTES = 1024 * 1024;
const MAX_NAME_LENGTH = 253;

/** A thing that could be taken over. */
export interface Listed<Config> {
  identity: string;
  name?: string;
  config?: PlaceFields & Config;
}

/** A file or folder below the root. */
export interface Entry {
  existing: Existing;
  /** Absolute. */
  path: string;
}

/**
 * Lists all files or folders below the root, each folder before what is in it, otherwise by name. Symbolic links are not followed, and
 * folders that may not be read are left out.
 *
 * @param describe fields that declare it as it is, besides its place; null if it cannot be declared
 */
export async function listBelow<Config>(
  ctx: Sought,
  kind: "file" | "directory",
  { cursor, limit }: ListOptions,
  describe: (entry: Entry) => Promise<Config | null>,
): Promise<{ items: Listed<Config>[]; cursor: string | null }> {
  const root = await realRootOf(ctx.config.root ?? "");
  const items: Listed<Config>[] = [];
  let [lookedAt, bytes] = [0, 0];
  let last = cursor;
  for await (const path of walk(root, "", cursor?.split("/") ?? [])) {
    ctx.signal.throwIfAborted();
    if (items.length === limit || lookedAt === MAX_LOOKED_AT || bytes > MAX_PART_BYTES) return { items, cursor: last };
    last = path;
    lookedAt += 1;
    const entry = { path: join(root, path), existing: await inspect(join(root, path)) };
    const identity = identityOf(entry.path);
    if (identity === null || entry.existing?.kind !== kind) continue;
    const declared = await describe({ ...entry, existing: entry.existing });
    const name = path.length > MAX_NAME_LENGTH ? {} : { name: path };
    const config = declared && { ...placeFieldsOf(ctx, path), ...declared };
    bytes += JSON.stringify(config).length;
    items.push({ identity, ...name, ...(config && { config }) });
  }
  return { items, cursor: null };
}

/** Paths below a folder, relative to where it began, after the one of these names. */
async function* walk(folder: string, before: string, after: readonly string[]): AsyncGenerator<string> {
  const [first, ...rest] = after;
  for (const entry of await entriesOf(folder)) {
    const { name } = entry;
    if (isUnfinished(name) || (first !== undefined && name < first)) continue;
    const path = before + name;
    if (name !== first && (entry.isFile() || entry.isDirectory())) yield path;
    if (entry.isDirectory()) yield* walk(join(folder, name), `${path}/`, name === first ? rest : []);
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (["EACCES", "EPERM", "ENOENT", "ENOTDIR"].includes(codeOf(error))) return [];
    throw inPlainWords(error, folder);
  }
}
