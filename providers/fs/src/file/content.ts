import { constants, open } from "node:fs/promises";
import { ConfigError } from "@pragma/sdk/provider";
import { codeOf, inPlainWords } from "../files/errors.ts";

/** Bytes of a file that a config can declare: as base64, a request has room for them. */
const MAX_DECLARED_BYTES = 512 * 1024;

/**
 * Reads a file whole.
 *
 * @throws ConfigError if it has more bytes than a config can declare, or may not be read
 */
export async function readContent(path: string): Promise<Buffer> {
  const content = await load(path).catch((error) => Promise.reject(inPlainWords(error, path)));
  if (content !== null) return content;
  throw new ConfigError(`${path} is too large to be declared: a config has room for ${MAX_DECLARED_BYTES} bytes`);
}

/** The same; null where it cannot be declared, or has gone. */
export async function readContentIfDeclarable(path: string): Promise<Buffer | null> {
  try {
    return await load(path);
  } catch (error) {
    if (["EACCES", "EPERM", "ENOENT", "ELOOP"].includes(codeOf(error))) return null;
    throw inPlainWords(error, path);
  }
}

async function load(path: string): Promise<Buffer | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    return size > MAX_DECLARED_BYTES ? null : await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** A content as text; null if it is none: no UTF-8, or with a NUL, which no config may have. */
export function asText(content: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
