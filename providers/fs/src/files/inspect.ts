import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { constants, lstat } from "node:fs/promises";
import { ConfigError } from "@pragma/sdk/provider";
import type { Access } from "../fields.ts";
import { codeOf, inPlainWords } from "./errors.ts";

/** File, directory or other entry at a place. */
export interface Existing {
  kind: "file" | "directory" | "other";
  size: number;
  stats: Stats;
}

/** Looks, without following a symbolic link; null if there is nothing. */
export async function inspect(path: string): Promise<Existing | null> {
  try {
    const stats = await lstat(path);
    return { kind: kindOf(stats), size: stats.size, stats };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw inPlainWords(error, path);
  }
}

function kindOf(stats: Stats): Existing["kind"] {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}

/** Throws ConfigError if something else than `kind` is there: a folder, a link, a device. */
export function requireKind(existing: Existing | null, kind: "file" | "directory", path: string): void {
  if (existing === null || existing.kind === kind) return;
  const found = { file: "a file", directory: "a folder", other: "a symbolic link or device" }[existing.kind];
  throw new ConfigError(`${path} is ${found}, and is neither replaced nor removed`);
}

/** `sha256:` and the hash of a content, in hexadecimal. */
export function checksumOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The same of a file, however large. */
export async function readChecksum(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await hashFile(path, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw inPlainWords(error, path);
  }
}

/** The same; null where the account that providers run as may not read the file. */
export async function readChecksumIfAllowed(path: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await hashFile(path, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (codeOf(error) === "EACCES" || codeOf(error) === "EPERM") return null;
    throw inPlainWords(error, path);
  }
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
  for await (const chunk of createReadStream(path, { flags: flags as never, signal })) hash.update(chunk as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

/** Permissions and owner in terms of a config: an owner that it does not name is left out. */
export function accessAsFound({ stats }: Existing, { mode, owner }: Access): Access {
  const now = stats.mode & 0o777;
  return {
    mode: now === Number.parseInt(mode, 8) ? mode : `0${now.toString(8).padStart(3, "0")}`,
    ...(owner !== undefined && { owner: { uid: stats.uid, gid: stats.gid } }),
  };
}

/** How permissions or owner differ from the config; null if they do not. */
export function accessFault({ stats }: Existing, { mode, owner }: Access): string | null {
  const now = stats.mode & 0o777;
  if (now !== Number.parseInt(mode, 8)) return `its permissions are 0${now.toString(8)}`;
  if (owner !== undefined && (stats.uid !== owner.uid || stats.gid !== owner.gid)) {
    return `it belongs to ${stats.uid}:${stats.gid}`;
  }
  return null;
}
