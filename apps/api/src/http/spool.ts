import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyRequest } from "fastify";
import { HttpError } from "./http-error.ts";
import { readFilePart } from "./upload.ts";

/**
 * Identifies the owner of a folder. Includes the host, since processes in several containers may share the folder but
 * not the pid namespace.
 */
const PREFIX = `pragma-upload-${hostname()}-${process.pid}-`;
const NAME = /^pragma-upload-(.+)-(\d+)-[^-]+$/;

/**
 * Removes uploads left by dead processes of this host, which a killed process cannot do itself. Call it before this
 * process takes requests, so that a folder with its own pid belongs to an earlier process.
 */
export async function sweepSpool(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, host, pid] = NAME.exec(name) ?? [];
    if (host !== hostname() || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another account's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The one file of a multipart body, on disk while the request lasts: too large for memory. */
export type SpooledFile = {
  filename: string | undefined;
  contentType: string;
  /** SHA-256 in base64url. */
  hash: string;
  /** Its bytes, from the start. */
  open(): AsyncIterable<Buffer>;
};

/**
 * Receives the file in `field` into a temporary folder, which is gone when `use` has ended. So a slow connection keeps
 * a file open, not a transaction, and the file's hash is known before it is used.
 * @throws HttpError 422 if it is not there, or the body is malformed; 413 if it has more than `maxBytes`
 */
export async function withSpooledFile<Result>(
  request: FastifyRequest,
  { field, maxBytes }: { field: string; maxBytes: number },
  use: (file: SpooledFile) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(request.server.settings.spoolFolder, PREFIX));
  try {
    const path = join(folder, "file");
    const received = await readFilePart(request, field, { fileSize: maxBytes }, async (part) => {
      const digest = createHash("sha256");
      const hashing = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          digest.update(chunk);
          done(null, chunk);
        },
      });
      await pipeline(part.file, hashing, createWriteStream(path, { mode: 0o600 }));
      if (part.file.truncated) {
        throw new HttpError("payload_too_large", `The file is larger than ${maxBytes} bytes`);
      }
      return { filename: part.filename, contentType: part.mimetype, hash: digest.digest("base64url") };
    });
    return await use({ ...received, open: () => createReadStream(path) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
