import { resourceKey } from "@pragma/language";
import type { Pragma } from "@pragma/sdk";
import { explain } from "../errors/explain.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { leftOf } from "./apply-change.ts";
import type { Followed } from "./follow-change.ts";

/**
 * Waits for documents that ask for nothing new and are still being carried out by an earlier change: an apply ends when
 * what it declares is ready.
 *
 * @param unchanged their ids
 */
export async function waitForUnchanged(
  session: Session,
  followed: Followed,
  unchanged: readonly string[],
  deadline: number | null,
): Promise<Followed> {
  if (followed.error !== null || unchanged.length === 0) return followed;
  const client = await session.client();
  const { signal } = session.io;
  const ids = new Set(unchanged);
  const open = (await unsettled(client, signal)).filter((id) => ids.has(id));
  const others = new AbortController();
  const options = { timeout: leftOf(deadline), signal: AbortSignal.any([signal, others.signal]) };
  const text = () => "Work in progress continues without this command.";
  return sayOnInterrupt(session, text, async () => {
    try {
      await Promise.all(open.map((id) => client.resources.waitUntilReady(id, options)));
      return followed;
    } catch (reason) {
      if (signal.aborted || !(reason instanceof Error) || explain(reason) === null) throw reason;
      return { ...followed, error: reason };
    } finally {
      others.abort();
    }
  });
}

/** What is not ready, and not failed: few, at most times. */
async function unsettled({ resources }: Pragma, signal: AbortSignal): Promise<string[]> {
  const lists = (["pending", "processing"] as const).map((lifecycle_state) =>
    resources.list({ lifecycle_state, signal }).toArray(),
  );
  return (await Promise.all(lists)).flat().map(resourceKey);
}
