import type { Database } from "@pragma/db";
import { putBlobPart, readBlobPart, removeBlobs } from "@pragma/db/queries";

/** Where bytes are kept. Keys are unique within an organization. */
export interface BlobStore {
  /** Stores bytes under a key; the same bytes again are fine. Visible once the transaction of `db` commits. */
  put(db: Database, organizationId: string, key: string, bytes: Buffer): Promise<void>;
  /** The bytes, part by part, so that none has to be held whole. Nothing for an unknown key. */
  read(db: Database, organizationId: string, key: string): AsyncIterable<Buffer>;
  /** Removes what is there. */
  remove(db: Database, organizationId: string, keys: readonly string[]): Promise<void>;
}

/** Large enough to make few round trips, small enough for many downloads at once. */
const PART_BYTES = 512 * 1024;

/** Keeps bytes in the platform's own database, up to the size of an upload. */
export const postgresBlobStore: BlobStore = {
  async put(db, organizationId, key, bytes) {
    const tenant = db.tenant(organizationId);
    for (let part = 0; part * PART_BYTES < bytes.length; part++) {
      await putBlobPart(tenant, key, part, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
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
