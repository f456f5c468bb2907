import { constants } from "node:fs";
import { chmod, type FileHandle, lchown, lstat, open } from "node:fs/promises";
import { ConfigError } from "@pragma/sdk/provider";
import type { Access } from "../fields.ts";
import { codeOf, inPlainWords } from "./errors.ts";

/** What Node answers where it is told to check files itself, as it is where providers run without a sandbox. */
const REFUSED_BY_NODE = "ERR_ACCESS_DENIED";

/** Gives an existing file or folder the permissions and the owner of the config. */
export async function setAccess(path: string, access: Access): Promise<void> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      await setAccessOf(handle, path, access);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw inPlainWords(error, path);
  }
}

/**
 * The same for what is open. By its handle, so that nobody can put another file in its place meanwhile. Where Node checks files itself
 * it refuses that, whatever the file: then by its path, if that still leads to what is open.
 */
export async function setAccessOf(handle: FileHandle, path: string, { mode, owner }: Access): Promise<void> {
  const bits = Number.parseInt(mode, 8);
  try {
    if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
    await handle.chmod(bits);
  } catch (error) {
    if (codeOf(error) !== REFUSED_BY_NODE) throw error;
    if (owner !== undefined) {
      await requireSame(handle, path);
      await lchown(path, owner.uid, owner.gid);
    }
    await requireSame(handle, path);
    await chmod(path, bits);
  }
}

/** @throws ConfigError if something else is at the path, a link to it among that */
async function requireSame(handle: FileHandle, path: string): Promise<void> {
  const [held, there] = await Promise.all([handle.stat(), lstat(path)]);
  if (held.dev === there.dev && held.ino === there.ino) return;
  throw new ConfigError(`${path} was replaced by something else meanwhile`);
}
