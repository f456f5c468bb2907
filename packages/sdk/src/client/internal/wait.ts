import { NotFoundError, ResourceFailedError, WaitTimeoutError } from "../errors/index.ts";
import { describeResource } from "../errors/wait-errors.ts";
import type { RequestOptions } from "../options.ts";
import type { WireResource } from "../types/models.ts";
import { isAbsent } from "./absence.ts";
import { Deadline } from "./deadline.ts";
import { MissingWatch } from "./missing-watch.ts";
import { isStale } from "./stale.ts";

const DEFAULT_WAIT_MS = 600_000;
const DEFAULT_MISSING_MS = 10_000;

/** Options of a wait. */
export interface WaitOptions {
  /** Milliseconds, ten minutes by default; 0 for no limit. */
  timeout?: number | undefined;
  /** Ends the wait with the signal's reason; the awaited operation continues. */
  signal?: AbortSignal | undefined;
}

/** Options of waiting for a resource to become ready. */
export interface ReadyWaitOptions extends WaitOptions {
  /**
   * Milliseconds for which a dependency may be missing, because nothing declares it or no provider serves its type; ten
   * seconds by default; 0 for no limit.
   */
  missingTimeout?: number | undefined;
}

type Watch = (options: RequestOptions) => AsyncIterable<WireResource>;

/** Checks each state until `settled` returns one. Undefined when it is gone. @throws WaitTimeoutError */
async function waitFor<Result>(
  wanted: string,
  watch: Watch,
  { timeout = DEFAULT_WAIT_MS, signal }: WaitOptions,
  settled: (resource: WireResource) => Result | undefined,
): Promise<Result | undefined> {
  signal?.throwIfAborted();
  const deadline = new Deadline(signal, timeout);
  let last: WireResource | null = null;
  try {
    for await (const resource of watch({ signal: deadline.signal })) {
      last = resource;
      const result = settled(resource);
      if (result !== undefined) return result;
    }
  } finally {
    deadline.end();
  }
  signal?.throwIfAborted();
  if (!deadline.timedOut) return undefined;
  const state = last === null ? "nothing was seen of it" : describeResource(last);
  throw new WaitTimeoutError(`${wanted} within ${timeout} ms: ${state}`, timeout, last);
}

export async function waitUntilReady(name: string, watch: Watch, options: ReadyWaitOptions): Promise<WireResource> {
  const missing = new MissingWatch(options.missingTimeout ?? DEFAULT_MISSING_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, missing.signal]) : missing.signal;
  const settled = (resource: WireResource): WireResource | undefined => {
    if (resource.lifecycle_state === "failed" || resource.lifecycle_state === "draft") {
      throw new ResourceFailedError(resource);
    }
    missing.note(resource);
    return resource.lifecycle_state === "ready" && !isStale(resource) ? resource : undefined;
  };
  const ready = await waitFor(`${name} did not become ready`, watch, { ...options, signal }, settled).finally(() =>
    missing.end(),
  );
  if (ready !== undefined) return ready;
  throw new NotFoundError({
    action: `wait for ${name}`,
    status: 404,
    code: "not_found",
    detail: "it was deleted meanwhile",
    issues: [],
    facts: {},
    requestId: null,
    retryAfter: null,
  });
}

export async function waitUntilGone(name: string, watch: Watch, options: WaitOptions): Promise<void> {
  const missing = new MissingWatch(DEFAULT_MISSING_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, missing.signal]) : missing.signal;
  try {
    await waitFor(`${name} did not go`, watch, { ...options, signal }, (resource) => {
      if (resource.lifecycle_state === "failed") throw new ResourceFailedError(resource);
      missing.note(resource);
      return undefined;
    });
  } catch (error) {
    if (!isAbsent(error)) throw error;
  } finally {
    missing.end();
  }
}
