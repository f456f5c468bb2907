import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import type { HttpAnswer } from "../http/send.ts";
import { take } from "../http/take.ts";
import { type ObjectContext, perform } from "./api.ts";
import type { ObjectOutputs } from "./config.ts";

const DELETION_TIMEOUT_MS = 120_000;
const DELETION_INTERVAL_MS = 1000;

/**
 * Reads the object until it can be used; resolves to the last answer of read, or null where there is no read.
 *
 * @throws ConfigError when it ended in a state that is not good, or has gone; Error when it is still not ready in time.
 */
export async function waitUntilReady(ctx: ObjectContext, known: ObjectOutputs): Promise<HttpAnswer | null> {
  const { ready } = ctx.config;
  const until = performance.now() + (ready?.timeout ?? 0) * 1000;
  for (;;) {
    const answer = await perform(ctx, "read", known, ctx.config.ready !== undefined);
    if (ready === undefined) return answer;
    const state = answer === null ? undefined : take(answer, ready.path);
    if (ready.values.some((value) => value === state)) return answer;
    if (ready.failed.some((value) => value === state)) {
      throw new ConfigError(`The object is "${state}" at ${ready.path}, which it does not leave`);
    }
    if (performance.now() > until) {
      const now = state === undefined ? "has nothing" : `is "${state}"`;
      throw new Error(`The object ${now} at ${ready.path}, and not ready after ${ready.timeout} s`);
    }
    await sleep(ready.interval * 1000, undefined, { signal: ctx.signal });
  }
}

/** Reads the object until it is gone. @throws RetryAfter when it is still there after two minutes. */
export async function waitUntilGone(ctx: ObjectContext, known: ObjectOutputs): Promise<void> {
  if (ctx.config.read === undefined) return;
  const until = performance.now() + DELETION_TIMEOUT_MS;
  while ((await perform(ctx, "read", known, true)) !== null) {
    if (performance.now() > until) throw new RetryAfter(30, "The API has accepted the deletion, and is still at it");
    await sleep((ctx.config.ready?.interval ?? 0) * 1000 || DELETION_INTERVAL_MS, undefined, { signal: ctx.signal });
  }
}
