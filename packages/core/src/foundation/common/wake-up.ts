import { type Database, systemStatement } from "@pragma/db";

/** Channel that graphile-worker listens on. */
const JOBS_CHANNEL = "jobs:insert";
/** Channel that tells workers of pending reconcile requests. */
export const REQUESTS_CHANNEL = "pragma_looks";
/** Channel of the event stream's readers. */
export const CHANGES_CHANNEL = "pragma_changes";
/** Channel that tells workers of cancelled events; the payload is the event's id. */
export const CANCEL_CHANNEL = "pragma_cancel";
/** Channel of clients that follow a resource's log; the payload is `logsPayload`. */
export const LOGS_CHANNEL = "pragma_logs";
/** Channel of callers that wait for a provider's answer; the payload is the call's id. */
export const CALLS_CHANNEL = "pragma_calls";

/** Channel that tells a worker of a question that another left to it; the payload is the id of its consumer of the queue. */
export const PASSED_ON_CHANNEL = "pragma_passed_on";

/** Channel of clients that follow or await changes; the payload is `progressPayload`. */
export const PROGRESS_CHANNEL = "pragma_progress";
/** Channel of clients that follow a provider's build; the payload is `buildPayload`. */
export const BUILDS_CHANNEL = "pragma_builds";

/** The payload that says which build progressed. */
export function buildPayload(organizationId: string, provider: string, version: string): string {
  return `${organizationId}/${provider}/${version}`;
}

/** The payload that says which change progressed. */
export function progressPayload(organizationId: string, changeId: string): string {
  return `${organizationId}/${changeId}`;
}

/** The payload that says which resource has new log lines. */
export function logsPayload(organizationId: string, key: string): string {
  return `${organizationId}/${key}`;
}

/** Minimum time between two batches of notifications of a process. */
const QUIET_MS = 5;
/** A process with a consumer of its own notifies the others a little later: more may arrive in the meantime. */
const GATHER_MS = 3;

// A NOTIFY writes a commit record. Flushing it to disk would make every wake-up as expensive as a durable write, for a
// message that may well be lost in a crash.
const notify = systemStatement(
  "wake_up",
  `WITH hurry AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS done)
   SELECT pg_notify(n.channel, n.payload) FROM hurry, unnest($1::text[], $2::text[]) AS n(channel, payload)
   WHERE hurry.done IS NOT NULL`,
);

/** Messages of this process to other processes and its own worker. */
export interface Announcement {
  /** There are changes, and perhaps pending reconcile requests. */
  changed(): void;
  /** There are changes, but no work for a worker. */
  announced(): void;
  /** The event or call was cancelled: abort its handler. */
  cancelled(eventId: string): void;
  /** A resource has new log lines. */
  logged(organizationId: string, key: string): void;
  /** A provider's build log has grown, or the build has ended. */
  buildChanged(organizationId: string, provider: string, version: string): void;
  /** A change, something planned or applied as one, progressed or has another status. */
  changeProgressed(organizationId: string, changeId: string): void;
  /** There are pending reconcile requests, but no change. */
  enqueued(): void;
  /** There is a job in the queue. */
  jobAdded(): void;
  /** A provider's answer has grown. */
  answered(callId: string): void;
  /** A question was left to this worker. */
  passedOn(lockId: string): void;
}

/**
 * Tells other processes, after a commit, that there is work. NOTIFY inside the writing transaction would defeat group
 * commit (it holds a global lock through the commit), so it is sent separately: at once after a quiet moment, batched
 * otherwise. A lost notification costs one poll interval, never the work.
 */
export class WakeUp implements Announcement {
  readonly #db: Database;
  readonly #waiting = new Map<string, string>();
  #onRequests: (() => void) | undefined;
  #onJobs: (() => void) | undefined;
  #scheduled = false;
  #lastSent = Number.NEGATIVE_INFINITY;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Also tells this process's own worker of pending reconcile requests, without a round trip through the database. */
  onRequests(listener: () => void): void {
    this.#onRequests = listener;
  }

  /** Like `onRequests`, for this process's consumer of the queue. */
  onJobs(listener: () => void): void {
    this.#onJobs = listener;
  }

  /** Announces once the transaction of `db`, if any, has committed; after a rollback, announces nothing. */
  after(db: Database): Announcement {
    return new AfterCommit(this, db);
  }

  changed(): void {
    this.enqueued();
    this.announced();
  }

  announced(): void {
    this.#add(CHANGES_CHANNEL, "");
  }

  cancelled(eventId: string): void {
    this.#add(CANCEL_CHANNEL, eventId);
  }

  logged(organizationId: string, key: string): void {
    this.#add(LOGS_CHANNEL, logsPayload(organizationId, key));
  }

  buildChanged(organizationId: string, provider: string, version: string): void {
    this.#add(BUILDS_CHANNEL, buildPayload(organizationId, provider, version));
  }

  changeProgressed(organizationId: string, changeId: string): void {
    this.#add(PROGRESS_CHANNEL, progressPayload(organizationId, changeId));
  }

  enqueued(): void {
    this.#onRequests?.();
    this.#add(REQUESTS_CHANNEL, "");
  }

  jobAdded(): void {
    this.#onJobs?.();
    this.#add(JOBS_CHANNEL, '{"count":1}');
  }

  answered(callId: string): void {
    this.#add(CALLS_CHANNEL, callId);
  }

  passedOn(lockId: string): void {
    this.#add(PASSED_ON_CHANNEL, lockId);
  }

  #add(channel: string, payload: string): void {
    this.#waiting.set(`${channel} ${payload}`, channel);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const wait = Math.max(this.#lastSent + QUIET_MS - performance.now(), this.#onRequests ? GATHER_MS : 0);
    if (wait <= 0) void this.#send();
    else setTimeout(() => void this.#send(), wait);
  }

  async #send(): Promise<void> {
    const batch = [...this.#waiting];
    this.#waiting.clear();
    this.#lastSent = performance.now();
    const channels = batch.map(([, channel]) => channel);
    const payloads = batch.map(([key, channel]) => key.slice(channel.length + 1));
    try {
      await this.#db.query(notify, [channels, payloads]);
    } catch {
      // Pollers find what this would have announced.
    }
    this.#scheduled = false;
    const [next] = this.#waiting;
    if (next) this.#add(next[1], next[0].slice(next[1].length + 1));
  }
}

/** `WakeUp` for writers that may be in a transaction. */
class AfterCommit implements Announcement {
  readonly #wakeUp: WakeUp;
  readonly #db: Database;

  constructor(wakeUp: WakeUp, db: Database) {
    this.#wakeUp = wakeUp;
    this.#db = db;
  }

  changed(): void {
    this.#db.afterCommit(() => this.#wakeUp.changed());
  }

  announced(): void {
    this.#db.afterCommit(() => this.#wakeUp.announced());
  }

  cancelled(eventId: string): void {
    this.#db.afterCommit(() => this.#wakeUp.cancelled(eventId));
  }

  logged(organizationId: string, key: string): void {
    this.#db.afterCommit(() => this.#wakeUp.logged(organizationId, key));
  }

  buildChanged(organizationId: string, provider: string, version: string): void {
    this.#db.afterCommit(() => this.#wakeUp.buildChanged(organizationId, provider, version));
  }

  changeProgressed(organizationId: string, changeId: string): void {
    this.#db.afterCommit(() => this.#wakeUp.changeProgressed(organizationId, changeId));
  }

  enqueued(): void {
    this.#db.afterCommit(() => this.#wakeUp.enqueued());
  }

  jobAdded(): void {
    this.#db.afterCommit(() => this.#wakeUp.jobAdded());
  }

  answered(callId: string): void {
    this.#db.afterCommit(() => this.#wakeUp.answered(callId));
  }

  passedOn(lockId: string): void {
    this.#db.afterCommit(() => this.#wakeUp.passedOn(lockId));
  }
}
