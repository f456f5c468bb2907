import type { Database } from "@pragma/db";
import { putBlobPart, readBlobPart, removeBlobs } from "@pragma/db/queries";

/** Storage for bytes. Keys are unique within an organization. */
export interface BlobStore {
  /**
   * Stores bytes under a key; storing the same bytes again is fine. Streamed bytes are never held in memory as a whole.
   * Call it in a transaction: the bytes become visible when it commits, and an error of the source leaves none of them.
   */
  put(db: Database, organizationId: string, key: string, bytes: Buffer | AsyncIterable<Buffer>): Promise<void>;
  /** The bytes, part by part, so that memory stays bounded. Empty for an unknown key. */
  read(db: Database, organizationId: string, key: string): AsyncIterable<Buffer>;
  /** Removes the keys that exist. */
  remove(db: Database, organizationId: string, keys: readonly string[]): Promise<void>;
}

/** Large enough to make few round trips, small enough for many downloads at once. */
const PART_BYTES = 512 * 1024;

/** Stores bytes in the platform's own database, up to the size of an upload. */
export const postgresBlobStore: BlobStore = {
  async put(db, organizationId, key, bytes) {
    const tenant = db.tenant(organizationId);
    let part = 0;
    for await (const content of inParts(Buffer.isBuffer(bytes) ? [bytes] : bytes)) {
      await putBlobPart(tenant, key, part++, content);
    }
  },

  async *read(db, organizationId, key) {
    const tenant = db.tenant(organizationId);
    for (let part = 0; ; part++) {
      const content = await readBlobPart(tenant, key, part);
      if (content === undefined) return;
      yield content;
    }
  },

  remove: (db, organizationId, keys) => removeBlobs(db.tenant(organizationId), keys),
};

/** The same bytes in parts of equal size, except the last. */
async function* inParts(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + PART_BYTES - size);
      waiting.push(taken);
      size += taken.length;
      at += taken.length;
      if (size < PART_BYTES) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}
