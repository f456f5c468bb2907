import { randomBytes } from "node:crypto";
import { constants, open, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Access } from "../fields.ts";
import { inPlainWords } from "./errors.ts";
import { makeFolder, type Place } from "./place.ts";

/**
 * Writes a file whole or not at all: to another name beside it, on the disk, then renamed over it. Whoever reads it
 * meanwhile sees the old content or the new one.
 */
export async function writeAtomically(place: Place, content: Buffer, access: Access): Promise<void> {
  await makeFolder(place);
  const temporary = join(place.folder, `.${basename(place.path).slice(0, 200)}.${randomBytes(8).toString("hex")}.tmp`);
  try {
    await writeNew(temporary, content, access);
    await rename(temporary, place.path);
    await syncFolder(place.folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw inPlainWords(error, place.path);
  }
}

async function writeNew(path: string, content: Buffer, access: Access): Promise<void> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  // Nobody else can read it before it has its own permissions.
  const handle = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await handle.writeFile(content);
    if (access.owner !== undefined) await handle.chown(access.owner.uid, access.owner.gid);
    await handle.chmod(Number.parseInt(access.mode, 8));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rename is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives an existing file or folder the permissions and the owner of the config. */
export async function setAccess(path: string, access: Access): Promise<void> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      if (access.owner !== undefined) await handle.chown(access.owner.uid, access.owner.gid);
      await handle.chmod(Number.parseInt(access.mode, 8));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw inPlainWords(error, path);
  }
}
