import { type Database, isStatementTimeout, type Listener, type Tenant } from "@pragma/db";
import {
  type ChangeRow,
  countChangesBetween,
  findChangeIdsBetween,
  findChangesBetween,
  findChangesById,
  findOwnChangeIdsBetween,
} from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import { isOutage } from "../common/errors.ts";
import { Signal } from "../common/signal.ts";
import { CHANGES_CHANNEL } from "../common/wake-up.ts";
import { ChangeStreamClosed } from "./change-stream-closed.ts";
import { follows, type Head, takeHead } from "./head.ts";
import { batchPrefix, type Position, readPosition, sameSnapshot, writePosition } from "./position.ts";
import { type StateEvents, stateEvents } from "./state-event.ts";
import { Subscription } from "./subscription.ts";

/** Polls at least this often, in case a notification is lost. */
const POLL_MS = 250;
/** Least time between two polls. */
const GATHER_MS = 3;
/** The same under load: many changes share a poll, and many events share a write to each subscriber. */
const BUSY_GATHER_MS = 15;
/** Deliveries of one poll, events times subscribers, that it takes to call that load. */
const BUSY = 3;
/** Delay after a failed poll. */
const RETRY_MS = 1000;
/** Changes per poll. Beyond it the subscribers of the organizations with the most are cut, and resume by their last ids. */
const MAX_BATCH = 20_000;
/** Transactions per poll. There are more only after an outage; then every subscriber is cut. */
const MAX_BATCH_TRANSACTIONS = 200_000;
/** Changes per query. While its rows are taken in, this process answers nobody: 5,000 at once took up to a tenth of a second. */
const PAGE = 500;
/** The same for what a client missed, which is kept until its reader has taken it. */
const MISSED_PAGE = 50;
/** How many events a client may have missed and still resume; beyond that it should rather reload the state. */
const MAX_REPLAY = 10_000;
const MAX_AGE_SECONDS = 24 * 3600;
/** Bounds what a replay has to scan: every transaction of the server counts, whatever it wrote. */
const MAX_AGE_TRANSACTIONS = 2_000_000;

/** See {@link ChangeStream.subscribe}. */
export interface SubscribeOptions {
  lastEventId?: string | undefined;
  signal?: AbortSignal | undefined;
  endsInOutage?: boolean;
}

/**
 * The state changes of all organizations that anyone here follows, read once for all subscribers of this process.
 *
 * Rows become visible in commit order, which neither their ids nor their transaction ids follow. So the stream asks
 * which rows the current snapshot sees that the last one did not: each batch lies between two snapshots, S and S', and
 * is sorted by id. This loses nothing and repeats nothing: visibility is monotonic, so every committed row is in
 * exactly one batch, that of the first snapshot that sees it. No long transaction holds it up either.
 *
 * Order per resource: let T1 and T2 change the same resource, T1 first. T2 waited for T1's row lock (or for its unique
 * key), so T1 had committed before T2 wrote. Hence a snapshot that sees T2 sees T1, and T1's batch is T2's or an
 * earlier one. Within a batch ids decide, and T2 drew the id of its row after it had the lock, so after T1 drew its
 * own. (Batches by ranges of transaction ids would not work: T2 may have got its id before T1 did, by an earlier
 * write.)
 *
 * An event's id contains S, S' and the row's id. The same rows lie between S and S' whenever and wherever the database
 * is asked, so any replica resumes exactly: the rest of that batch, then everything that S' does not see.
 *
 * All this holds as long as no transaction id is assigned twice. A recovery of the server ends that, so positions name
 * the epoch that they belong to. In a new epoch all streams end, and resuming clients start over.
 */
export class ChangeStream {
  readonly #db: Database;
  readonly #listener: Listener;
  readonly #logger: Logger;
  readonly #subscribers = new Map<string, Set<Subscription>>();
  readonly #news = new Signal();
  #head: Head | undefined;
  /** A poll that has not begun. */
  #next: Promise<Head> | undefined;
  /** Settles when the last requested poll has ended; never rejects. */
  #last: Promise<unknown> = Promise.resolve();
  /** Deliveries of the last poll. */
  #delivered = 0;
  /** A poll has passed on a part of what it found: until it ends, who has that part is at no position. */
  #isPassing = false;
  #running = false;
  #closed = false;
  #stopped: Promise<void> = Promise.resolve();

  constructor(db: Database, listener: Listener, logger: Logger) {
    this.#db = db;
    this.#listener = listener;
    this.#logger = logger;
  }

  /** The number of subscribers of all organizations. */
  get subscribers(): number {
    return [...this.#subscribers.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Subscribes to an organization's state changes, from now on or from where a client left off.
   *
   * Await it before telling the client that it is connected: everything committed afterwards is in the stream. If the
   * id is unknown, malformed, or older than a day or some 10,000 events, `reset` is true and the stream starts now.
   *
   * @param lastEventId id of the last event that the client has seen
   * @param signal ends the subscription
   * @param endsInOutage cuts it off once the database cannot be read: else it goes on, silent, until that can be read again
   * @throws ChangeStreamClosed while the process stops
   */
  async subscribe(
    organizationId: string,
    { lastEventId, signal, endsInOutage = false }: SubscribeOptions = {},
  ): Promise<Subscription> {
    if (this.#closed) throw new ChangeStreamClosed();
    // The poll starts after the call, so it sees everything that the client may have seen on another replica.
    const seen = await this.#lookNow();
    // Closed in the meantime: nobody would end a subscription added now.
    if (this.#closed) throw new ChangeStreamClosed();
    // Joins the live stream in the same turn in which its current end is read: no gap, no overlap.
    const joined = this.#head ?? seen;
    const from = lastEventId === undefined ? undefined : this.#resumable(lastEventId, joined);
    const subscription = new Subscription({
      reset: lastEventId !== undefined && from === undefined,
      start: positionAt(joined),
      position: () => (this.#isPassing ? undefined : positionAt(this.#head ?? joined)),
      onEnd: (ended) => this.#remove(organizationId, ended),
      endsInOutage,
    });
    this.#add(organizationId, subscription);
    signal?.addEventListener("abort", () => subscription.end(), { once: true });
    if (signal?.aborted) subscription.end();
    if (from !== undefined) await this.#replay(organizationId, subscription, from, joined);
    return subscription;
  }

  /** Where the stream stands: who reads after this call, and then subscribes from here, misses nothing. */
  async position(): Promise<string> {
    return positionAt(await takeHead(this.#db));
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const subscribers of this.#subscribers.values()) for (const subscription of subscribers) subscription.end();
    this.#news.raise();
    await this.#stopped;
  }

  /** The position that a client's id stands for, if the stream can resume from it. */
  #resumable(lastEventId: string, head: Head): Position | undefined {
    const position = readPosition(lastEventId);
    if (!position || head.seconds - position.seconds > MAX_AGE_SECONDS) return undefined;
    if (!follows(head, { epoch: position.epoch, snapshot: position.until })) return undefined;
    return head.snapshot.xmax - position.after.xmax > MAX_AGE_TRANSACTIONS ? undefined : position;
  }

  /** Delivers what the client missed before what is live, or starts over if that is too much. */
  async #replay(organizationId: string, subscription: Subscription, from: Position, joined: Head): Promise<void> {
    const tenant = this.#db.tenant(organizationId);
    const { after, until, id } = from;
    const limit = MAX_REPLAY + 1;
    try {
      const rest = await findOwnChangeIdsBetween(tenant, { after, until, aboveId: id, limit });
      const wanted = { after: until, until: joined.snapshot, aboveId: "0", limit };
      const since = await findOwnChangeIdsBetween(tenant, wanted);
      const count = rest.length + since.length;
      if (count > MAX_REPLAY) return subscription.startOver();
      if (count === 0) return;
      const batches = [
        { ids: rest, prefix: batchPrefix(from) },
        { ids: since, prefix: batchPrefix({ ...joined, after: until, until: joined.snapshot }) },
      ];
      subscription.replay(this.#readMissed(tenant, batches, subscription));
    } catch (error) {
      // Others wrote so much meanwhile that it would take as long the next time.
      if (isStatementTimeout(error)) return subscription.startOver();
      subscription.cutOff();
      throw error;
    }
  }

  async *#readMissed(
    tenant: Tenant,
    batches: readonly { ids: readonly string[]; prefix: string }[],
    subscription: Subscription,
  ): AsyncGenerator<StateEvents> {
    try {
      for (const { ids, prefix } of batches) {
        for await (const rows of readPages(tenant, ids, MISSED_PAGE)) yield* stateEvents(rows, prefix);
      }
    } catch (err) {
      this.#logger.warn({ err }, "the event stream could not read what a client missed");
      subscription.cutOff();
    }
  }

  #add(organizationId: string, subscription: Subscription): void {
    const subscribers = this.#subscribers.get(organizationId) ?? new Set();
    subscribers.add(subscription);
    this.#subscribers.set(organizationId, subscribers);
    if (this.#running) return;
    this.#running = true;
    this.#stopped = this.#follow();
  }

  #remove(organizationId: string, subscription: Subscription): void {
    const subscribers = this.#subscribers.get(organizationId);
    subscribers?.delete(subscription);
    if (subscribers?.size === 0) this.#subscribers.delete(organizationId);
    if (this.#subscribers.size === 0) this.#news.raise();
  }

  /** Looks again and again, as long as anyone is subscribed. */
  async #follow(): Promise<void> {
    const unlisten = this.#listener.listen(CHANGES_CHANNEL, () => this.#news.raise());
    try {
      while (this.#subscribers.size > 0 && !this.#closed) {
        const startedAt = performance.now();
        const wait = await this.#lookNow().then(
          () => POLL_MS,
          (err: unknown) => {
            this.#logger.warn({ err }, "the event stream could not read changes");
            if (isOutage(err)) this.#cutWhere(({ endsInOutage }) => endsInOutage);
            return RETRY_MS;
          },
        );
        const gather = (this.#delivered < BUSY ? GATHER_MS : BUSY_GATHER_MS) - (performance.now() - startedAt);
        if (gather > 0) await new Promise((resolve) => setTimeout(resolve, gather));
        await this.#news.wait(wait);
      }
    } finally {
      unlisten();
      this.#running = false;
    }
  }

  /** A poll that begins after the call. Polls never overlap; all calls during a poll share the next one. */
  #lookNow(): Promise<Head> {
    if (this.#next) return this.#next;
    const next = this.#last.then(() => {
      this.#next = undefined;
      return this.#poll();
    });
    this.#next = next;
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #poll(): Promise<Head> {
    const next = await takeHead(this.#db);
    const last = this.#head;
    if (last && !follows(next, last)) {
      this.#head = next;
      // The changes that they have missed can no longer be determined: each resumes, and is told to start over.
      this.#cutAll();
      return next;
    }
    this.#delivered = 0;
    if (last !== undefined && !sameSnapshot(last.snapshot, next.snapshot)) await this.#passOn(last, next);
    this.#head = next;
    this.#isPassing = false;
    return next;
  }

  /**
   * Passes on what happened in the organizations that have subscribers. None joins in the meantime: `subscribe` waits
   * for a poll, and goes on as soon as that has ended, before the next one knows where it ends.
   */
  async #passOn(last: Head, next: Head): Promise<void> {
    if (next.snapshot.xmax - last.snapshot.xmax > MAX_BATCH_TRANSACTIONS) return this.#cutAll();
    const prefix = batchPrefix({ ...next, after: last.snapshot, until: next.snapshot });
    try {
      for await (const rows of this.#readBetween(last, next)) this.#deliver(rows, prefix);
    } catch (error) {
      // The next poll reads all of it again.
      if (this.#isPassing) this.#cutAll();
      this.#isPassing = false;
      throw error;
    }
  }

  async *#readBetween(last: Head, next: Head): AsyncGenerator<ChangeRow[]> {
    const organizationIds = [...this.#subscribers.keys()];
    if (organizationIds.length === 0) return;
    const wanted = { after: last.snapshot, until: next.snapshot, aboveId: "0", limit: PAGE };
    const first = await findChangesBetween(this.#db, organizationIds, wanted);
    yield first;
    if (first.length < PAGE) return;
    const rest = { ...wanted, aboveId: first.at(-1)?.id ?? "0", limit: null };
    let left = MAX_BATCH;
    const kept: string[] = [];
    // Those with the fewest first.
    for (const { organizationId, count } of await countChangesBetween(this.#db, organizationIds, rest)) {
      left -= count;
      if (left >= 0) kept.push(organizationId);
      else this.#cut(organizationId);
    }
    for (const { organizationId, ids } of await findChangeIdsBetween(this.#db, kept, rest)) {
      yield* readPages(this.#db.tenant(organizationId), ids, PAGE);
    }
  }

  #deliver(rows: readonly ChangeRow[], prefix: string): void {
    for (const [organizationId, own] of Map.groupBy(rows, (row) => row.organization_id)) {
      const subscribers = this.#subscribers.get(organizationId);
      if (!subscribers) continue;
      this.#isPassing = true;
      // Serialized once, however many subscribers read it.
      for (const events of stateEvents(own, prefix)) {
        for (const subscription of [...subscribers]) subscription.push(events);
      }
      this.#delivered += own.length * subscribers.size;
    }
  }

  #cut(organizationId: string): void {
    for (const subscription of [...(this.#subscribers.get(organizationId) ?? [])]) subscription.cutOff();
  }

  #cutAll(): void {
    this.#cutWhere(() => true);
  }

  #cutWhere(isMeant: (subscription: Subscription) => boolean): void {
    const all = [...this.#subscribers.values()].flatMap((subscribers) => [...subscribers]);
    for (const subscription of all.filter(isMeant)) subscription.cutOff();
  }
}

/** Reads changes by their ids, a page at a time. */
async function* readPages(tenant: Tenant, ids: readonly string[], size: number): AsyncGenerator<ChangeRow[]> {
  for (let start = 0; start < ids.length; start += size) {
    yield await findChangesById(tenant, ids.slice(start, start + size));
  }
}

/** The position of a subscriber that has received everything. */
function positionAt({ epoch, seconds, snapshot }: Head): string {
  return writePosition({ epoch, seconds, after: snapshot, until: snapshot, id: "0" });
}
