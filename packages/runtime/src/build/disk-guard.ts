import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

const CHECK_EVERY_MS = 3_000;

/**
 * Watches the disk usage of a folder, since nothing else limits the sum of a sandbox's files.
 *
 * @returns a signal that is aborted once it exceeds `limit` bytes, and a function that ends the watch
 */
export function guardDisk(folder: string, limit: number): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const check = async () => {
    if ((await sizeOf(folder, limit)) > limit) controller.abort();
    else if (timer) timer = setTimeout(() => void check(), CHECK_EVERY_MS).unref();
  };
  timer = setTimeout(() => void check(), CHECK_EVERY_MS).unref();
  const stop = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  return { signal: controller.signal, stop };
}

/** Bytes on disk below a folder; counting stops above `limit`. Files that vanish meanwhile do not count. */
export async function sizeOf(folder: string, limit: number): Promise<number> {
  let size = 0;
  const waiting = [folder];
  for (const path of waiting) {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) waiting.push(inner);
      // Hard links are counted each time: better too early than never.
      size += await lstat(inner).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      );
      if (size > limit) return size;
    }
  }
  return size;
}
