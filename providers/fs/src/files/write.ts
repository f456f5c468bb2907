import { hash } from "node:crypto";
import { constants, open, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Access } from "../fields.ts";
import { setAccessOf } from "./access.ts";
import { inPlainWords } from "./errors.ts";
import { makeFolder, type Place } from "./place.ts";

/**
 * Writes a file whole or not at all: to another name beside it, on the disk, then renamed over it. Whoever reads it
 * meanwhile sees the old content or the new one.
 *
 * @param id of the resource, of which one handler runs at a time
 */
export async function writeAtomically(id: string, place: Place, content: Buffer, access: Access): Promise<void> {
  await makeFolder(place);
  const temporary = unfinishedOf(id, place);
  try {
    await writeNew(temporary, content, access);
    await rename(temporary, place.path);
    await syncFolder(place.folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw inPlainWords(error, place.path);
  }
}

/** Removes what a process that was killed had begun to write for the resource. */
export async function removeUnfinished(id: string, place: Place): Promise<void> {
  await rm(unfinishedOf(id, place), { force: true }).catch((error) => Promise.reject(inPlainWords(error, place.path)));
}

/** The same name each time, so that whoever comes after a killed process finds it; another for each resource. */
function unfinishedOf(id: string, { folder, path }: Place): string {
  const name = basename(path);
  return join(folder, `.${name.slice(0, 200)}.${hash("sha256", `${id}\n${name}`).slice(0, 16)}.tmp`);
}

/** Whether that is the name of what is being written. */
export function isUnfinished(name: string): boolean {
  return /^\..*\.[0-9a-f]{16}\.tmp$/.test(name);
}

async function writeNew(path: string, content: Buffer, access: Access): Promise<void> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  // Nobody else can read it before it has its own permissions.
  const handle = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await handle.writeFile(content);
    await setAccessOf(handle, path, access);
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
