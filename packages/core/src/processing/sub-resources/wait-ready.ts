import { isFailed, isReady } from "@pragma/contract";
import { findResource, needs } from "@pragma/db/queries";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import { Signal } from "../../foundation/common/signal.ts";
import { CHANGES_CHANNEL } from "../../foundation/common/wake-up.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isMarked } from "../../resources/lifecycle/index.ts";
import type { Claim } from "../reconcile/claim.ts";
import { type SubResourceState, tellState } from "./sub-resource-state.ts";

/** Looks at most this often, however much changes elsewhere, and at least this often, if a notification is lost. */
const MIN_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1000;

/**
 * Waits on behalf of a handler until a resource is ready.
 * @param id internal or friendly id
 * @throws DomainError not_found, also if it is deleted in the meantime; bad_request if it failed, is not ready in time,
 *   or needs the handler's own resource, which cannot be ready before the handler has ended
 */
export async function waitReady(
  core: Core,
  claim: Claim,
  id: string,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<SubResourceState> {
  const tenant = core.db.tenant(claim.organizationId);
  const end = performance.now() + timeoutSeconds * 1000;
  const news = new Signal();
  const unlisten = core.services.listener.listen(CHANGES_CHANNEL, () => news.raise());
  try {
    for (;;) {
      const row = await findResource(tenant, id);
      if (!row) throw notFound(id);
      if (isReady(row.lifecycle_state) && !isMarked(row)) return tellState(core, claim, row);
      if (isFailed(row.lifecycle_state)) throw new DomainError("bad_request", `${row.key} failed: ${row.error}`);
      if (await needs(tenant, row.key, claim.key)) {
        throw new DomainError("bad_request", `${row.key} needs ${claim.key}, which is not ready before it`);
      }
      const left = end - performance.now();
      if (left <= 0) {
        throw new DomainError(
          "bad_request",
          `${row.key} was not ready within ${timeoutSeconds} s: it is ${row.lifecycle_state}`,
        );
      }
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, MIN_PAUSE_MS));
      await news.wait(Math.min(MAX_PAUSE_MS, left), signal);
    }
  } finally {
    unlisten();
  }
}
