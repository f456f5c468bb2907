import { appendLogs, type Claim, claimEvent, deleteUnappliedSubResources, PLATFORM_PROVIDER } from "@pragma/core";
import type { Woken } from "@pragma/db/queries";
import { enqueue, type JobPayload, reconcileJob } from "@pragma/jobs";
import type { HeldClaims } from "./held-claims.ts";
import type { ProviderGates } from "./provider-gate.ts";
import { type EventRunner, runEvent } from "./run-event.ts";
import { settleSurely } from "./settle-surely.ts";
import { SubResources } from "./sub-resources.ts";
import { NO_ROOM_DELAY_SECONDS, NoRoomError, type ValueRoom } from "./value-room.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

interface Claimed {
  claim: Claim;
  /** When it was asked for, of `performance.now()`. */
  at: number;
}

/** What the platform does itself takes no provider's slot. */
const NO_SLOT = (): void => {};

/**
 * Looks at a resource and carries out what is to be done. A job ends when its event is claimed, not when the provider is
 * done: from then on the lease keeps the event, and the queue's concurrency is not spent on waiting for providers.
 */
export class Reconciler {
  readonly #runner: EventRunner;
  readonly #held: HeldClaims;
  readonly #gates: ProviderGates;
  readonly #room: ValueRoom;
  readonly #owner: string;
  readonly #metrics: WorkerMetrics;
  #isClosed = false;

  /** @param owner the worker in leases */
  constructor(
    runner: EventRunner,
    held: HeldClaims,
    gates: ProviderGates,
    room: ValueRoom,
    owner: string,
    metrics: WorkerMetrics,
  ) {
    this.#runner = runner;
    this.#held = held;
    this.#gates = gates;
    this.#room = room;
    this.#owner = owner;
    this.#metrics = metrics;
  }

  async reconcile(job: JobPayload<typeof reconcileJob>): Promise<void> {
    if (providerOf(job.key) === PLATFORM_PROVIDER) {
      const claimed = await this.#claimOrReturn(job);
      if (claimed) await this.#carryOut(claimed, NO_SLOT);
      return;
    }
    const gate = this.#gates.of(job.organizationId, providerOf(job.key));
    if (!(await gate.enter())) {
      await enqueue(this.#runner.core.db, reconcileJob, job, { delaySeconds: gate.returnDelaySeconds() });
      return;
    }
    const leave = once(() => gate.leave());
    let claimed: Claimed | null = null;
    try {
      claimed = await this.#claimOrReturn(job);
    } finally {
      if (claimed) void this.#carryOut(claimed, leave);
      else leave();
    }
  }

  /** From now on only finishes what is running. */
  close(): void {
    this.#isClosed = true;
  }

  /** Where there is no room for the values, the job goes back to the queue for later. */
  async #claimOrReturn(job: JobPayload<typeof reconcileJob>): Promise<Claimed | null> {
    try {
      return await this.#claim(job);
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error;
      await enqueue(this.#runner.core.db, reconcileJob, job, { delaySeconds: NO_ROOM_DELAY_SECONDS });
      return null;
    }
  }

  async #claim(job: JobPayload<typeof reconcileJob>, jobId?: string): Promise<Claimed | null> {
    const at = performance.now();
    const { organizationId, key } = job;
    const takeRoom = (bytes: number) => this.#room.take(bytes);
    const request = { organizationId, key, owner: this.#owner, takeRoom, ...(jobId && { jobId }) };
    const claim = await claimEvent(this.#runner.core, request);
    return claim && { claim, at };
  }

  /**
   * Never rejects: an event that cannot be settled runs again when its lease ends.
   * @param giveSlot gives its provider's slot back: at the end, or when the handler waits for other resources. So does
   *   the room for its values: what it waits for may need that
   */
  async #carryOut({ claim, at }: Claimed, giveSlot: () => void): Promise<void> {
    const { core } = this.#runner;
    const leave = once(() => {
      giveSlot();
      claim.giveRoom?.();
    });
    try {
      await this.#held.hold(claim, at, async (signal) => {
        const subResources = new SubResources(core, claim, leave);
        const outcome = await runEvent(this.#runner, claim, subResources, signal);
        const { counted, next } = await settleSurely(core, claim, outcome);
        leave();
        this.#metrics.settled(claim, outcome, counted, performance.now() - at);
        if (next) await this.#goOn(claim.organizationId, next);
        if (counted && outcome.kind === "succeeded") await this.#deleteUnapplied(claim, subResources.applied);
      });
    } catch (error) {
      core.logger.error({ err: error, resource: claim.key, event: claim.eventId }, "an event could not be settled");
    } finally {
      leave();
    }
  }

  /**
   * Goes on with the one resource that a result woke, without the way through the queue, which doubles the time of a
   * hop. Where there is no room for it, or nothing to be done yet, its job stays.
   */
  async #goOn(organizationId: string, { key, jobId }: Woken): Promise<void> {
    const { core } = this.#runner;
    const leave = this.#isClosed ? undefined : this.#slotAtOnce(organizationId, providerOf(key));
    let claimed: Claimed | null = null;
    try {
      if (leave) claimed = await this.#claim({ organizationId, key }, jobId);
    } catch (error) {
      core.logger.debug({ err: error, resource: key }, "could not go on with it; its job stays");
    }
    if (claimed && leave) {
      void this.#carryOut(claimed, leave);
      return;
    }
    leave?.();
    core.wakeUp.enqueued();
  }

  /** @returns gives the slot back; undefined if none is free */
  #slotAtOnce(organizationId: string, provider: string): (() => void) | undefined {
    if (provider === PLATFORM_PROVIDER) return NO_SLOT;
    const gate = this.#gates.of(organizationId, provider);
    return gate.enterAtOnce() ? once(() => gate.leave()) : undefined;
  }

  async #deleteUnapplied(claim: Claim, applied: ReadonlySet<string>): Promise<void> {
    // What this attempt applied first is applied still, and what a deleted one owns goes with it.
    if (!claim.resource.owns || claim.eventType === "DELETE") return;
    const { core } = this.#runner;
    const { organizationId, key: resourceKey, eventId } = claim;
    for (const message of await deleteUnappliedSubResources(core, claim, applied)) {
      const entry = { timestamp: new Date().toISOString(), level: "warn" as const, message, metadata: null };
      await appendLogs(core, { organizationId, resourceKey, eventId, entries: [entry] });
    }
  }
}

function providerOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
