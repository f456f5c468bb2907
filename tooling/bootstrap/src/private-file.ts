import { randomUUID } from "node:crypto";
import { chmod, rename, writeFile } from "node:fs/promises";

/** Writes a file that only this account can read, whole or not at all. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await rename(await stagePrivateFile(path, text), path);
}

/** Writes the text beside the file that it is meant for. @returns where, for the caller to move */
export async function stagePrivateFile(path: string, text: string): Promise<string> {
  const staging = `${path}.${randomUUID()}`;
  await writeFile(staging, text, { mode: 0o600 });
  // An umask may have taken more away than that.
  await chmod(staging, 0o600);
  return staging;
}
