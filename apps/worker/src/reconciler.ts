import { type MemoryRoom, NoRoomError } from "@pragma/core/limits/ledgers";
import {
  type Attempted,
  type Claim,
  claimEvent,
  type Outcome,
  type ReconcileRequest,
  RunElsewhere,
} from "@pragma/core/reconcile";
import { dropSubResourcesOf } from "@pragma/core/sub-resources";
import { type KnownType, PLATFORM_PROVIDER } from "@pragma/core/types";
import { enqueueReconcile, type PendingReconcile, type Woken } from "@pragma/db/queries";
import { attemptWord } from "./attempt-word.ts";
import type { HeldClaims } from "./held-claims.ts";
import { providerOf } from "./provider-of.ts";
import type { ProviderSlots } from "./provider-slots.ts";
import { type EventRunner, runEvent } from "./run-event.ts";
import { settleSurely } from "./settle-surely.ts";
import { SubResources } from "./sub-resources.ts";
import { traceAttempt } from "./traces.ts";
import { NO_ROOM_DELAY_SECONDS } from "./value-room.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

/** A request that is for another worker is in line again after this time. */
const ELSEWHERE_DELAY_SECONDS = 1;

interface Claimed {
  claim: Claim;
  /** When it was requested, by `performance.now()`. */
  at: number;
}

/**
 * Looks at a resource and does the necessary work. A request ends when its event is claimed, not when the provider is
 * done: from then on the lease holds the event, and the worker's concurrency is not spent on waiting for providers.
 */
export class Reconciler {
  readonly #runner: EventRunner;
  readonly #held: HeldClaims;
  readonly #slots: ProviderSlots;
  readonly #room: MemoryRoom;
  readonly #owner: string;
  readonly #metrics: WorkerMetrics;
  #isClosed = false;

  /** @param owner the worker in leases */
  constructor(
    runner: EventRunner,
    held: HeldClaims,
    slots: ProviderSlots,
    room: MemoryRoom,
    owner: string,
    metrics: WorkerMetrics,
  ) {
    this.#runner = runner;
    this.#held = held;
    this.#slots = slots;
    this.#room = room;
    this.#owner = owner;
    this.#metrics = metrics;
  }

  /**
   * @param leave gives back the provider's slot, which the caller has taken
   * @param giveWay lets another request take the place of this one, which only waits for its turn from then on
   */
  async reconcile(request: PendingReconcile, leave: () => void, giveWay: () => void): Promise<void> {
    const claimed = await this.#claimOrReturn(request, giveWay);
    if (!claimed) return leave();
    const carriedOut = this.#carryOut(claimed, leave);
    // Work of the platform itself takes no provider slot.
    if (providerOf(request.key) === PLATFORM_PROVIDER) await carriedOut;
  }

  /** From now on only finishes running events. */
  close(): void {
    this.#isClosed = true;
  }

  /** If there is no room for the values, or another worker runs the provider, the resource is looked at again in a moment. */
  async #claimOrReturn(request: PendingReconcile, giveWay: () => void): Promise<Claimed | null> {
    try {
      return await this.#claim(request, { giveWay });
    } catch (error) {
      const delaySeconds = delayAfter(error);
      if (delaySeconds === undefined) throw error;
      await enqueueReconcile(this.#runner.core.db, request, delaySeconds);
      return null;
    }
  }

  async #claim(
    { organizationId, key }: PendingReconcile,
    how: Pick<ReconcileRequest, "giveWay" | "jobId">,
  ): Promise<Claimed | null> {
    const at = performance.now();
    const takeRoom = (bytes: number) => this.#room.take(bytes, organizationId);
    const runs = (type: KnownType) => this.#runner.providers.runs(organizationId, type);
    const onRemoved = (attempt: Attempted) => this.#count(attempt, at);
    const request = { organizationId, key, owner: this.#owner, takeRoom, runs, onRemoved, ...how };
    const claim = await claimEvent(this.#runner.core, request);
    return claim && { claim, at };
  }

  /** A deletion that needed no handler. */
  #count(attempt: Attempted, at: number): void {
    traceAttempt(this.#runner.core, attempt, at)("succeeded");
    this.#metrics.settled(attempt, "succeeded", performance.now() - at);
  }

  /**
   * Never rejects: an event that cannot be settled runs again when its lease ends.
   * @param giveSlot gives its provider's slot back: at the end, or when the handler waits for other resources. So does
   *   the room for its values: what it waits for may need that
   */
  async #carryOut({ claim, at }: Claimed, giveSlot: () => void): Promise<void> {
    const { core } = this.#runner;
    const { maxAttempts } = core.services.settings;
    const leave = once(() => {
      giveSlot();
      claim.giveRoom?.();
    });
    const endAttempt = traceAttempt(core, claim, at);
    try {
      await this.#held.hold(claim, at, async (signal, leaseLeftMs) => {
        const subResources = new SubResources(core, claim, leave);
        const ended = await runEvent(this.#runner, claim, subResources, signal, leaseLeftMs);
        const outcome = withApplied(ended, subResources.applied);
        const { counted, next } = await settleSurely(core, claim, outcome);
        leave();
        const word = attemptWord(claim, outcome, { counted, maxAttempts });
        endAttempt(word);
        this.#metrics.settled(claim, word, performance.now() - at);
        if (next) await this.#goOn(claim.organizationId, next);
        if (counted && outcome.kind === "succeeded" && claim.resource.owns) await this.#dropSubResources(claim);
      });
    } catch (error) {
      endAttempt();
      core.services.logger.error(
        { err: error, resource: claim.key, event: claim.eventId, trace_id: claim.trace.traceId },
        "an event could not be settled",
      );
    } finally {
      leave();
    }
  }

  /**
   * Continues with the one resource that a result woke, bypassing the queue, which would double the time of a hop. If
   * there is no room for it, or nothing to do yet, its request stays queued.
   */
  async #goOn(organizationId: string, { key, jobId }: Woken): Promise<void> {
    const { core } = this.#runner;
    const leave = this.#isClosed ? undefined : this.#slots.takeIfFree({ organizationId, provider: providerOf(key) });
    let claimed: Claimed | null = null;
    try {
      if (leave) claimed = await this.#claim({ organizationId, key }, { jobId });
    } catch (error) {
      core.services.logger.debug({ err: error, resource: key }, "could not go on with it; its request stays in line");
    }
    if (claimed && leave) {
      void this.#carryOut(claimed, leave);
      return;
    }
    leave?.();
    core.wakeUp.enqueued();
  }

  /** The result and the pending deletions are written together: the reaper does what is not done here. */
  async #dropSubResources({ organizationId, key }: Claim): Promise<void> {
    const { core } = this.#runner;
    try {
      await dropSubResourcesOf(core, organizationId, key);
    } catch (error) {
      core.services.logger.warn({ err: error, resource: key }, "sub-resources that are applied no longer go later");
    }
  }
}

/** Seconds after which a resource is looked at again that could not be claimed; undefined if that is a fault. */
function delayAfter(error: unknown): number | undefined {
  if (error instanceof NoRoomError) return NO_ROOM_DELAY_SECONDS;
  return error instanceof RunElsewhere ? ELSEWHERE_DELAY_SECONDS : undefined;
}

function withApplied(outcome: Outcome, applied: ReadonlySet<string>): Outcome {
  return outcome.kind === "succeeded" ? { ...outcome, subResources: [...applied] } : outcome;
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
