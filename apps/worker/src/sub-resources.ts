import type { Core } from "@pragma/core";
import { DomainError } from "@pragma/core/errors";
import type { Claim } from "@pragma/core/reconcile";
import { applySubResource, waitReady } from "@pragma/core/sub-resources";
import type { ProviderCallHost } from "@pragma/runtime";

/** Answers `ctx.apply` and `ctx.waitReady` of the handler of one event. */
export class SubResources implements ProviderCallHost {
  readonly #core: Core;
  readonly #claim: Claim;
  readonly #onWait: () => void;
  /** Keys of those applied so far. */
  readonly applied = new Set<string>();

  /** @param onWait called when the handler begins to wait, and so needs no slot */
  constructor(core: Core, claim: Claim, onWait: () => void) {
    this.#core = core;
    this.#claim = claim;
    this.#onWait = onWait;
  }

  async apply(
    resource: Parameters<ProviderCallHost["apply"]>[0],
    signal: AbortSignal | null,
  ): ReturnType<ProviderCallHost["apply"]> {
    signal?.throwIfAborted();
    const { key, state } = await applySubResource(this.#core, this.#claim, resource).catch((error: unknown) => {
      throw explained(error);
    });
    this.applied.add(key);
    return state;
  }

  async waitReady(
    id: string,
    timeoutSeconds: number,
    signal: AbortSignal | null,
  ): ReturnType<ProviderCallHost["waitReady"]> {
    this.#onWait();
    return waitReady(this.#core, this.#claim, id, timeoutSeconds, signal ?? new AbortController().signal);
  }
}

/** A refusal with the paths in its message, since the handler gets only the message. */
function explained(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.issues.length === 0) return error;
  // The first part of a path says "body", but there is no request body here.
  return new Error(error.issues.map(({ loc, msg }) => `${loc.slice(1).join(".")}: ${msg}`).join("; "));
}
