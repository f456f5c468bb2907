import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

/** An entry of an archive: a file, unless its header says otherwise. */
export type TestEntry = Omit<Partial<Header>, "name" | "type"> & {
  name: string;
  type?: Header["type"];
  content?: string | Buffer;
};

/** A tar of exactly these entries, without any checks. */
export async function tarOf(...entries: TestEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries) tar.entry(header, content);
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

export async function archiveOf(...entries: TestEntry[]): Promise<Buffer> {
  return gzipSync(await tarOf(...entries));
}

export function manifestEntry(provider: string, more: object = {}, name = "package.json"): TestEntry {
  const manifest = { name: "a-provider", main: "index.ts", pragma: { provider }, ...more };
  return { name, content: JSON.stringify(manifest) };
}

/** The minimal source of a provider. */
export const ENTRY: TestEntry = { name: "index.ts", content: "export default {};\n" };

/** A valid package with additional entries. */
export function providerArchive(provider: string, ...more: TestEntry[]): Promise<Buffer> {
  return archiveOf(manifestEntry(provider), ENTRY, ...more);
}

/** The bytes in chunks of equal size, as a network may deliver them. */
export async function* inChunks(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
