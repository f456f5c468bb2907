import type { Database } from "../database.ts";
import { inInstallation } from "../prisma/scopes.ts";

const bytesOf = (key: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(key, "hex"));

/** Deletes all attempts of a key, SHA-256 in hex. */
export async function clearSignInAttempts(db: Database, key: string): Promise<void> {
  await inInstallation(db, ({ signInAttempt }) => signInAttempt.deleteMany({ where: { keyHash: bytesOf(key) } }));
}

/** Takes one attempt back. */
export async function refundSignInAttempt(db: Database, key: string): Promise<void> {
  const where = { keyHash: bytesOf(key), attempts: { gt: 0 } };
  await inInstallation(db, ({ signInAttempt }) =>
    signInAttempt.updateMany({ where, data: { attempts: { decrement: 1 } } }),
  );
}
