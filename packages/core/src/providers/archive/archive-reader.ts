import { createGunzip } from "node:zlib";
import type { ExtractEvents, Header } from "tar-stream";
import { DomainError } from "../../foundation/common/errors.ts";
import { archiveIssue, archiveTooLarge, invalidArchive } from "./archive-issue.ts";
import { type ArchiveLimits, ArchiveTree } from "./archive-tree.ts";
import { boundedTar } from "./bounded-tar.ts";

/** The result of reading an archive. */
export interface ReadArchive {
  tree: ArchiveTree;
  /** The texts of `package.json` at the root and one folder below, by path. */
  manifests: ReadonlyMap<string, Buffer>;
}

type Entry = ExtractEvents["entry"][1];
type Next = ExtractEvents["entry"][2];

const MANIFEST = "package.json";
const MAX_MANIFEST_BYTES = 1024 * 1024;
/** Headers and padding of an entry. */
const ENTRY_OVERHEAD_BYTES = 4096;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * Reads a gzip-compressed tar archive as a stream, unpacking nothing: memory is bounded whatever the archive contains.
 * Pass every chunk in order, then call `end`.
 */
export class ArchiveReader {
  readonly #limits: ArchiveLimits;
  readonly #gunzip = createGunzip();
  readonly #tar = boundedTar();
  readonly #tree: ArchiveTree;
  readonly #manifests = new Map<string, Buffer>();
  readonly #read: Promise<void>;
  #start: Buffer = Buffer.alloc(0);
  #packed = 0;
  #unpacked = 0;
  #fault: unknown;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
    this.#tree = new ArchiveTree(limits);
    this.#tar.on("entry", (header, entry, next) => this.#takeEntry(header, entry, next));
    this.#tar.on("error", (error) => {
      this.#fault ??= error;
    });
    this.#read = this.#readTar().catch((error: unknown) => {
      this.#fault ??= error;
      this.close();
    });
  }

  /** @throws DomainError invalid_archive, validation_failed, payload_too_large as soon as it is known */
  async write(chunk: Buffer): Promise<void> {
    this.#packed += chunk.length;
    if (this.#packed > this.#limits.maxArchiveBytes) {
      throw archiveTooLarge(`is larger than ${this.#limits.maxArchiveBytes} bytes`);
    }
    this.#checkMagic(chunk);
    if (this.#fault === undefined) await written(this.#gunzip, chunk);
    if (this.#fault !== undefined) throw describe(this.#fault);
  }

  /** The result, after the last chunk. @throws DomainError like `write` */
  async end(): Promise<ReadArchive> {
    if (this.#packed === 0) throw invalidArchive("it is empty");
    if (this.#start.length < GZIP_MAGIC.length) throw invalidArchive("it is cut off");
    this.#gunzip.end();
    await this.#read;
    if (this.#fault !== undefined) throw describe(this.#fault);
    return { tree: this.#tree, manifests: this.#manifests };
  }

  /** Frees its resources, even if it was not read to the end. */
  close(): void {
    this.#gunzip.destroy();
    this.#tar.destroy();
  }

  #checkMagic(chunk: Buffer): void {
    if (this.#start.length >= GZIP_MAGIC.length) return;
    this.#start = Buffer.concat([this.#start, chunk.subarray(0, GZIP_MAGIC.length)]).subarray(0, GZIP_MAGIC.length);
    if (!GZIP_MAGIC.subarray(0, this.#start.length).equals(this.#start)) throw invalidArchive("it is not gzip");
  }

  async #readTar(): Promise<void> {
    const { maxUnpackedBytes, maxArchiveFiles } = this.#limits;
    for await (const chunk of this.#gunzip as AsyncIterable<Buffer>) {
      this.#unpacked += chunk.length;
      if (this.#unpacked > maxUnpackedBytes + maxArchiveFiles * ENTRY_OVERHEAD_BYTES) {
        throw archiveTooLarge(`unpacks to more than ${maxUnpackedBytes} bytes`);
      }
      await written(this.#tar, chunk);
      if (this.#fault !== undefined) return;
    }
    if (this.#tar.destroyed) return;
    // It closes in any case: on its own after the last entry, or with an error.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#tar.once("close", resolve);
    this.#tar.end(undefined);
    await promise;
  }

  #takeEntry(header: Header, entry: Entry, next: Next): void {
    try {
      this.#inspect(header, entry, next);
    } catch (error) {
      this.#fault ??= error;
      this.close();
    }
  }

  #inspect(header: Header, entry: Entry, next: Next): void {
    const pax = Object.keys((header.pax as Record<string, string> | null | undefined) ?? {});
    const names = this.#tree.add({
      name: header.name,
      // Null for kinds that the library does not know, whatever its types say.
      type: (header.type as string | null) ?? null,
      size: header.size,
      linkname: header.linkname || null,
      sparse: pax.some((key) => key.startsWith("GNU.sparse")),
    });
    entry.on("error", () => undefined);
    entry.on("end", () => next());
    if (header.type !== "file" || names.length > 2 || names.at(-1) !== MANIFEST) {
      entry.resume();
      return;
    }
    const path = names.join("/");
    if (header.size > MAX_MANIFEST_BYTES) throw archiveIssue(`${path} is larger than 1 MiB`, "archive_manifest", path);
    // One per top-level folder would be too many; only the first can contain everything.
    if (names.length === 2 && [...this.#manifests.keys()].some((known) => known.includes("/"))) {
      entry.resume();
      return;
    }
    const parts: Buffer[] = [];
    entry.on("data", (part) => parts.push(part as Buffer));
    entry.on("end", () => this.#manifests.set(path, Buffer.concat(parts)));
  }
}

/** The part of a stream's interface that Node's and the library's have in common. */
interface Sink {
  readonly destroyed: boolean;
  write(chunk: Buffer): boolean;
  on(event: "drain" | "close" | "error", listener: () => void): unknown;
  off(event: "drain" | "close" | "error", listener: () => void): unknown;
}

/** Resolves once the stream accepts more, or has ended in any way. */
function written(stream: Sink, chunk: Buffer): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const events = ["drain", "close", "error"] as const;
  const done = (): void => {
    for (const event of events) stream.off(event, done);
    resolve();
  };
  for (const event of events) stream.on(event, done);
  return promise;
}

function describe(fault: unknown): DomainError {
  if (fault instanceof DomainError) return fault;
  const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
  if (code === "Z_BUF_ERROR") return invalidArchive("it is cut off");
  if (code.startsWith("Z_")) return invalidArchive("its compressed data is broken");
  const message = fault instanceof Error ? fault.message : "";
  return invalidArchive(/end of data/i.test(message) ? "it is cut off" : "its tar data is broken");
}
