import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import type { Call } from "./call.ts";
import type { Orders } from "./wire.ts";

const NEVER_MS = 600_000;

/**
 * Does a handler's work in the way that it was ordered to. Each kind of fault is described where it is chosen.
 * @param work what the handler is there for
 * @returns what the handler is to return
 */
export async function misbehave<Result>(
  { fault }: Orders,
  call: Call,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  switch (fault.kind) {
    case "slow":
      await wait(fault.ms ?? 0, AbortSignal.any([signal, call.calm.signal]));
      signal.throwIfAborted();
      return work();
    case "deaf":
      await wait(fault.ms ?? 0, call.calm.signal);
      return work();
    case "spin":
      for (const end = Date.now() + (fault.ms ?? 0); Date.now() < end; );
      return work();
    case "deaf-spin":
      if (fault.act) await work();
      for (;;);
    case "hang":
      return hang(fault.act === true, AbortSignal.any([signal, call.calm.signal]), work);
    case "deaf-hang":
      return hang(fault.act === true, call.calm.signal, work);
    case "fail":
      if (fault.act) await work();
      throw new Error("ordered to fail");
    case "crash":
      if (fault.act) await work();
      return process.exit(1);
    case "config-error":
      throw new ConfigError("ordered to refuse the config");
    case "retry-after":
      throw new RetryAfter(fault.seconds ?? 0, "ordered to be asked later");
    case "bad-outputs":
      await work();
      return { unexpected: true } as Result;
    default:
      return work();
  }
}

async function hang<Result>(act: boolean, until: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  if (act) await work();
  await wait(NEVER_MS, until);
  throw new Error("ordered to hang");
}

/** Waits until the time is up or a signal aborts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
