import { hash } from "node:crypto";
import {
  findIdempotencyKey,
  type IdempotencyScope,
  type StoredOutcome,
  storeIdempotencyKey,
  tryLockIdempotencyKey,
} from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import { DomainError, RecordedRefusal } from "../common/errors.ts";
import { retryOnConflict } from "../common/retry-on-conflict.ts";
import type { Core } from "../unit-of-work/core.ts";
import { unitOfWork } from "../unit-of-work/unit-of-work.ts";
import { matchesFingerprint, sealFingerprint } from "./fingerprint.ts";
import { isKept, packError, unpackError } from "./storable-error.ts";

/** A request that carries an `Idempotency-Key`. */
export interface IdempotentRequest {
  /** At most 255 characters. */
  key: string;
  method: string;
  /** With its parameters, but without the query. */
  path: string;
  /** Equal for equal payloads. */
  fingerprint: string;
}

/** An answer in the form that is stored. */
export interface KeptAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

/** An answer, and the body of its replays if the original may be seen only once. */
export interface FreshAnswer extends KeptAnswer {
  replayBody?: string | null;
}

export interface IdempotentAnswer extends KeptAnswer {
  replayed: boolean;
}

/** An index entry has to fit into a page; longer paths are stored as their hash. */
const MAX_PATH = 512;

/**
 * Answers a request once: if the same token repeats it within 24 hours, with the same key, payload, method and path, it
 * gets the first answer again and nothing is done.
 *
 * The handler runs inside a transaction that also stores its answer, so neither commits without the other. An error
 * that is the request's answer (not found, conflict, precondition) undoes the handler's writes, is stored, and is
 * thrown again for a repetition. All other errors undo everything and store nothing.
 *
 * @param handler runs with a core bound to the transaction; it runs again after a conflict with another transaction
 * @throws DomainError idempotency_mismatch for another payload, idempotency_in_progress while the first request runs,
 *   and whatever the handler throws
 */
export async function withIdempotency(
  core: Core,
  context: RequestContext,
  request: IdempotentRequest,
  handler: (core: Core) => Promise<FreshAnswer>,
): Promise<IdempotentAnswer> {
  const outcome = await unitOfWork(core, async (unit) => {
    const tenant = unit.db.tenant(context.organizationId);
    const scope = scopeOf(context, request);
    if (!(await tryLockIdempotencyKey(tenant, scope))) {
      throw new DomainError("idempotency_in_progress", "The first request with this Idempotency-Key is still running");
    }
    // A separate statement: it must see what the lock's previous holder committed.
    const stored = await findIdempotencyKey(tenant, scope);
    if (stored) {
      if (!matchesFingerprint(core.services.keyring, stored.fingerprint, request.fingerprint)) {
        throw new DomainError("idempotency_mismatch", "This Idempotency-Key was used with another payload");
      }
      return replay(stored);
    }
    // Nothing else in the transaction can conflict: rolling back to the savepoint is enough, and keeps the key locked.
    const fresh = await retryOnConflict(core, () => attempt(unit, handler));
    await storeIdempotencyKey(tenant, scope, pack(sealFingerprint(core.services.keyring, request.fingerprint), fresh));
    return fresh;
  });
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

function scopeOf(context: RequestContext, { method, path, key }: IdempotentRequest): IdempotencyScope {
  const shortPath = path.length <= MAX_PATH ? path : `sha256:${hash("sha256", path, "base64url")}`;
  return { tokenId: context.tokenId, method, path: shortPath, key };
}

type Fresh = (IdempotentAnswer & { replayBody?: string | null }) | DomainError;

/** Runs the handler in a savepoint: undoing its writes must not release the key. */
async function attempt(unit: Core, handler: (core: Core) => Promise<FreshAnswer>): Promise<Fresh> {
  try {
    const outcome = await unitOfWork(unit, (bound) => handler(bound).catch(asRecorded));
    return outcome instanceof RecordedRefusal ? outcome : { ...outcome, replayed: false };
  } catch (error) {
    if (isKept(error)) return error;
    throw error;
  }
}

/** Returns what must not undo the writes. */
function asRecorded(error: unknown): RecordedRefusal {
  if (error instanceof RecordedRefusal) return error;
  throw error;
}

function pack(fingerprint: string, fresh: Fresh): StoredOutcome {
  if (fresh instanceof DomainError) {
    return { fingerprint, status: null, headers: null, body: null, error: packError(fresh) };
  }
  const { status, headers, body, replayBody = body } = fresh;
  return { fingerprint, status, headers: JSON.stringify(headers), body: replayBody, error: null };
}

function replay(stored: StoredOutcome): IdempotentAnswer | DomainError {
  if (stored.error !== null) return unpackError(stored.error);
  return {
    status: stored.status as number,
    headers: JSON.parse(stored.headers ?? "{}") as Record<string, string>,
    body: stored.body,
    replayed: true,
  };
}
