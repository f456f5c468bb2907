import { isPending } from "@pragma/contract/lifecycle";
import { resourceKey } from "@pragma/language";
import type { Pragma, Resource } from "@pragma/sdk";
import { atOnce } from "../concurrency/at-once.ts";
import { inTurn } from "../concurrency/in-turn.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { explain } from "../errors/explain.ts";
import { isHopeless } from "../errors/is-hopeless.ts";
import { predecessorsWithin } from "../manifest/order.ts";
import { readIfAny } from "../resource/read-if-any.ts";
import { applyDocument } from "./apply-document.ts";
import type { Entry } from "./entry.ts";
import { follow } from "./follow.ts";
import { note, reasonOf } from "./note.ts";
import { patiently } from "./patiently.ts";
import type { Progress } from "./progress.ts";

export interface ApplyAllOptions {
  wait: boolean;
  /** Milliseconds; 0 for no limit. */
  timeout: number;
  signal: AbortSignal;
  progress: Progress;
}

/** The minimum time between two redraws of the table. */
const FRAME_MS = 100;
/** How often it is redrawn without changes, since it shows elapsed times. */
const TICK_MS = 1_000;

/**
 * Applies documents in their order and, if requested, waits until all have settled. A refused one does not stop the
 * others; its dependents will report it. Each entry shows its progress, also during the apply and after an
 * interruption; `exitCode` says which did not succeed.
 */
export async function applyAll(
  client: Pragma,
  entries: readonly Entry[],
  { wait, timeout, signal, progress }: ApplyAllOptions,
): Promise<void> {
  const deadline = timeout === 0 ? null : Date.now() + timeout;
  const frames = new Frames(() => progress.show(entries));
  try {
    // Read everything before the first apply, because dependents may then start to change.
    const read = async (entry: Entry, either: AbortSignal) => {
      entry.before = await patiently(() => readIfAny(client, entry.document.id, either), { signal: either, deadline });
    };
    await atOnce(entries, read, signal);
    await sendAll(client, entries, deadline, signal, () => frames.wanted());
    if (wait) await followAll(client, entries, deadline, signal, () => frames.wanted());
  } finally {
    frames.stop();
    progress.end(entries);
  }
}

/** Several at a time, each after its dependencies. */
async function sendAll(
  client: Pragma,
  entries: readonly Entry[],
  deadline: number | null,
  signal: AbortSignal,
  onChange: () => void,
): Promise<void> {
  const predecessorsOf = predecessorsWithin(entries.map(({ document }) => document));
  const byDocument = new Map(entries.map((entry) => [entry.document, entry]));
  const comesAfter = ({ document }: Entry) => predecessorsOf(document).flatMap((other) => byDocument.get(other) ?? []);
  const send = async (entry: Entry, either: AbortSignal) => {
    await applyOne(client, entry, deadline, either, onChange);
    onChange();
  };
  const [first, ...rest] = entries;
  if (first === undefined) return;
  // The first one alone: a token without write permission is refused only once.
  await send(first, signal);
  await inTurn(rest, comesAfter, send, signal);
}

async function applyOne(
  client: Pragma,
  entry: Entry,
  deadline: number | null,
  signal: AbortSignal,
  onChange: () => void,
): Promise<void> {
  signal.throwIfAborted();
  entry.begun = true;
  const onAway = () => {
    entry.reason = "the API does not answer; it is asked again";
    onChange();
  };
  let busy: string | null = null;
  const onBusy = (resource: Resource) => {
    busy = busyReason(resource);
    Object.assign(entry, { state: resource.lifecycle_state, reason: busy });
    onChange();
  };
  try {
    const { change, resource } = await patiently(
      () => applyDocument(client, entry.document, entry.before, deadline, signal, onBusy),
      { signal, deadline, onAway },
    );
    entry.change = change;
    note(entry, resource);
  } catch (error) {
    const explanation = explain(error);
    if (explanation === null || isHopeless(error) || signal.aborted) {
      // The API responded: nothing was done.
      if (error instanceof Error && "status" in error) entry.begun = false;
      throw error;
    }
    // The line already begins with the name.
    const refusal = explanation.message.replace(`Could not apply ${entry.document.id}: `, "");
    const reason = busy === null ? refusal : `${refusal}; ${busy}`;
    Object.assign(entry, { change: "refused", reason, exitCode: explanation.exitCode, done: true });
  }
}

/** What the earlier change in progress waits for, and how to cancel it if that may never come. */
function busyReason(resource: Resource): string {
  const reason = reasonOf(resource);
  const text = `an earlier change is under way${reason === null ? "" : `: ${reason}`}`;
  return isPending(resource.lifecycle_state) && reason !== null
    ? `${text}; \`pragma resources cancel ${resourceKey(resource)}\` gives it up`
    : text;
}

async function followAll(
  client: Pragma,
  entries: readonly Entry[],
  deadline: number | null,
  signal: AbortSignal,
  onChange: () => void,
): Promise<void> {
  const over = new AbortController();
  const timer = deadline === null ? undefined : setTimeout(() => over.abort(), Math.max(0, deadline - Date.now()));
  try {
    await follow(client, entries, AbortSignal.any([signal, over.signal]), onChange);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
  signal.throwIfAborted();
  for (const entry of entries) if (!entry.done) entry.exitCode = EXIT.timeout;
}

/** Limits redraws; the final state is drawn by the code that ends the table. */
class Frames {
  readonly #draw: () => void;
  readonly #ticks: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
    this.#ticks = setInterval(() => this.wanted(), TICK_MS);
  }

  wanted(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, FRAME_MS);
  }

  stop(): void {
    clearInterval(this.#ticks);
    clearTimeout(this.#timer);
  }
}
