import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

/** An entry of an archive: a file, unless its header says otherwise. */
export type TestEntry = Omit<Partial<Header>, "name"> & { name: string; content?: string | Buffer };

/** A gzip-compressed tar of these entries, as they are: nothing about them is checked. */
export async function archiveOf(...entries: TestEntry[]): Promise<Buffer<ArrayBuffer>> {
  const tar = pack();
  for (const { content = "", ...header } of entries) tar.entry(header, content);
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.from(gzipSync(Buffer.concat(parts)));
}

/** A package that is accepted, with more entries in it. */
export function providerArchive(provider: string, ...more: TestEntry[]): Promise<Buffer<ArrayBuffer>> {
  const manifest = { name: "a-provider", main: "index.ts", pragma: { provider } };
  return archiveOf(
    { name: "package.json", content: JSON.stringify(manifest) },
    { name: "index.ts", content: "export default {};" },
    ...more,
  );
}

/** A multipart body with the archive in its field. */
export function codeForm(archive: Buffer<ArrayBuffer> | string): FormData {
  const form = new FormData();
  form.set("code", new Blob([archive], { type: "application/gzip" }), "code.tar.gz");
  return form;
}
