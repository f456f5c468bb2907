import { gzipSync } from "node:zlib";
import { Header, type HeaderData } from "tar";

const BLOCK = 512;

/** An entry of an archive as an attacker would write it: nothing in it is checked. */
export interface RawEntry extends HeaderData {
  path: string;
  content?: string | Buffer;
}

/** A tar.gz of raw entries. A size that the header claims may differ from that of the content. */
export function rawArchive(entries: RawEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { content = "", ...data } of entries) {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(BLOCK);
    new Header({ mode: 0o644, type: "File", size: bytes.length, ...data }).encode(header);
    blocks.push(header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}
