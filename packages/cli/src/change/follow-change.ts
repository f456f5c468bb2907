import type { Change, ChangeAction, Pragma } from "@pragma/sdk";
import { styleOf } from "../output/style.ts";
import type { WaitTimes } from "../resource/duration.ts";
import type { Session } from "../session/session.ts";
import { patiently } from "./patiently.ts";
import { progressOn } from "./progress/progress.ts";
import { rowsOf } from "./progress/row.ts";
import { hasAllActions, readActions } from "./read-actions.ts";

/** How often progress is read, in seconds; the end is told at once. */
const INTERVAL = 1;
/** Share of the time that reading all actions of a large change takes at most. */
const SHARE_OF_READING = 0.2;
/** The minimum time between two redraws without news, since running ones show their duration. */
const TICK_MS = 1_000;

/** How a change ended, or where it stood. */
export interface Followed {
  change: Change;
  actions: readonly ChangeAction[];
  /** Error that the SDK threw; null if it succeeded. */
  error: Error | null;
}

/** By name, since the classes are not loaded for that. */
const ENDINGS = new Set(["ChangeFailedError", "ChangeBlockedError", "WaitTimeoutError"]);

/**
 * Shows on stderr how a change is carried out, until it has settled, waits for something outside it, or the time is up.
 *
 * @throws what keeps it from being read, and the interruption
 */
export async function followChange(session: Session, change: Change, times: WaitTimes): Promise<Followed> {
  const client = await session.client();
  const { stderr, env, signal } = session.io;
  const progress = progressOn(stderr, styleOf(stderr, env));
  const feed = new ActionFeed(client, change, signal, () => show());
  const show = () => progress.show(rowsOf(feed.actions, feed.change.blocked));
  const ticks = setInterval(show, TICK_MS);
  let error: Error | null = null;
  try {
    show();
    const wait = () =>
      client.changes.wait(change, { ...times, interval: INTERVAL, signal, onChange: (seen) => feed.note(seen) });
    await patiently(wait, { signal }).catch((reason: unknown) => {
      if (!(reason instanceof Error) || !ENDINGS.has(reason.name)) throw reason;
      error = reason;
    });
    await patiently(() => feed.finish(), { signal });
    return { change: feed.change, actions: feed.actions, error };
  } finally {
    clearInterval(ticks);
    progress.end(rowsOf(feed.actions, feed.change.blocked));
  }
}

/** The actions of a change, which it carries itself unless they are many. */
class ActionFeed {
  change: Change;
  actions: readonly ChangeAction[];
  readonly #client: Pragma;
  readonly #signal: AbortSignal;
  readonly #onNews: () => void;
  #reading = false;
  #notBefore = 0;

  constructor(client: Pragma, change: Change, signal: AbortSignal, onNews: () => void) {
    this.#client = client;
    this.change = change;
    this.actions = change.actions;
    this.#signal = signal;
    this.#onNews = onNews;
  }

  note(change: Change): void {
    this.change = change;
    if (!hasAllActions(change)) void this.#readSome();
    else {
      this.actions = change.actions;
      this.#onNews();
    }
  }

  /** Reads how it ended. */
  async finish(): Promise<void> {
    this.actions = await readActions(this.#client, this.change, this.#signal);
  }

  async #readSome(): Promise<void> {
    if (this.#reading || Date.now() < this.#notBefore) return;
    this.#reading = true;
    const begun = Date.now();
    try {
      this.actions = await readActions(this.#client, this.change, this.#signal);
      this.#onNews();
    } catch {
      // The wait itself says what is wrong, and this is read again.
    }
    this.#notBefore = Date.now() + (Date.now() - begun) / SHARE_OF_READING;
    this.#reading = false;
  }
}
