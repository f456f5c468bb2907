import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * Reads a file that a sandbox left in its folder. The sandbox chose what lies there: a link would lead the platform to a
 * file of its own, a pipe would hold it for ever.
 *
 * @returns null when there is no such file, it is no plain file, or is larger than `maxBytes`
 */
export async function readOutput(path: string, maxBytes: number): Promise<Buffer | null> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const { size } = await file.stat().then((stats) => (stats.isFile() ? stats : { size: -1 }));
    if (size < 0 || size > maxBytes) return null;
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
