import { open } from "node:fs/promises";

/** The text of `file` from byte `start` on, at most 64 KiB: what one start of the server logged. */
export async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file, "r").catch(() => null);
  if (!handle) return "";
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, start);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The message of the last FATAL, PANIC or ERROR line, or the last line at all. */
export function lastFatal(log: string): string {
  const lines = log.trim().split("\n");
  const line = lines.findLast((text) => /\b(FATAL|PANIC|ERROR):/.test(text)) ?? lines.at(-1);
  return line?.replace(/^.*?\b(?:FATAL|PANIC|ERROR):\s*/, "") || "it logged nothing";
}
