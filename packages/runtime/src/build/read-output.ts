import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * Reads a file from a sandbox's folder. Its content is not trusted: a link could lead the platform to one of its own
 * files, a pipe could block it forever.
 *
 * @returns null if the file does not exist, is not a plain file, or is larger than `maxBytes`
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
