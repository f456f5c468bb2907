import { adoptingEvents, revertedBy } from "./adoptions.ts";
import type { Facts, HandlerFact, HistoryFact, RequestFact } from "./facts.ts";
import { handlingsOf } from "./handlings.ts";

/** One life of a resource: from the row that created it to the row that removed it. */
export interface Life {
  readonly space: string;
  readonly key: string;
  readonly steps: readonly HistoryFact[];
  /** Undefined if the resource still exists. */
  readonly gone: HistoryFact | undefined;
  /** It ended by being forgotten, or kept, so its object may have stayed. */
  readonly orphaned: boolean;
  /** One of its events was handed to the provider. */
  readonly handed: boolean;
}

/** All lives of all resources, each resource's in order. */
export function livesOf(facts: Pick<Facts, "history" | "requests" | "changes">): Life[] {
  const rows = Map.groupBy(facts.history, ({ space, key }) => `${space} ${key}`);
  const adopted = adoptingEvents(facts);
  return [...rows.values()].flatMap((steps) => livesOfOne(steps, facts.requests, adopted));
}

function livesOfOne(
  rows: readonly HistoryFact[],
  requests: readonly RequestFact[],
  adopted: ReadonlySet<string>,
): Life[] {
  const lives: Life[] = [];
  let steps: HistoryFact[] = [];
  const end = (gone: HistoryFact | undefined): void => {
    const [first] = steps;
    if (!first) return;
    const request = gone && requests.find(({ id }) => id === gone.correlationId)?.operation;
    const handed = steps.some(({ to }) => to === "processing");
    const forgotten = request?.kind === "delete" && request.orphan === true;
    const undone = request?.kind === "change-apply" && revertedBy(request.id, requests) !== undefined;
    const released = undone && gone?.from !== "processing" && steps.some(({ eventId }) => adopted.has(eventId ?? ""));
    const orphaned = forgotten || released || (gone !== undefined && wasKept(steps, requests));
    lives.push({ space: first.space, key: first.key, steps, gone, orphaned, handed });
    steps = [];
  };
  for (const row of inOrder(rows)) {
    steps.push(row);
    if (row.to === null) end(row);
  }
  end(undefined);
  return lives;
}

/** Whether it went without a word of its provider, and may have: it was observed, or its object was to be kept. */
function wasKept(steps: readonly HistoryFact[], requests: readonly RequestFact[]): boolean {
  const gone = steps.at(-1);
  if (!gone || gone.from === "processing") return false;
  const { mode = "observe", on_delete = "keep" } = handlingsOf({ steps }, { requests }).at(-1)?.before ?? {};
  return mode === "observe" || on_delete === "keep";
}

/**
 * A resource's rows in the order in which they were written. A row's time is the start of its transaction, which may be
 * before the previous row's; here times never decrease.
 */
export function inOrder(rows: readonly HistoryFact[]): HistoryFact[] {
  let latest = 0;
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => {
      latest = Math.max(latest, row.at);
      return { ...row, at: latest };
    });
}

/** The handlers that ran events of a life. */
export function handlersOf({ space, steps }: Life, handlers: readonly HandlerFact[]): HandlerFact[] {
  const events = new Set(steps.map(({ eventId }) => eventId));
  return handlers.filter((handler) => handler.space === space && events.has(handler.operationId));
}

/** Whether the last life that the provider saw ended by being forgotten: what it made stays. */
export function wasForgotten(lives: readonly Life[]): boolean {
  return lives.filter(({ handed }) => handed).at(-1)?.orphaned === true;
}
