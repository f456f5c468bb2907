import { appendLogs, type Claim, claimEvent, deleteUnappliedSubResources, PLATFORM_PROVIDER } from "@pragma/core";
import { enqueue, type JobPayload, reconcileJob } from "@pragma/jobs";
import type { HeldClaims } from "./held-claims.ts";
import type { ProviderGates } from "./provider-gate.ts";
import { type EventRunner, runEvent } from "./run-event.ts";
import { settleSurely } from "./settle-surely.ts";
import { SubResources } from "./sub-resources.ts";

interface Claimed {
  claim: Claim;
  /** When it was asked for, of `performance.now()`. */
  at: number;
}

/**
 * Looks at a resource and carries out what is to be done. A job ends when its event is claimed, not when the provider is
 * done: from then on the lease keeps the event, and the queue's concurrency is not spent on waiting for providers.
 */
export class Reconciler {
  readonly #runner: EventRunner;
  readonly #held: HeldClaims;
  readonly #gates: ProviderGates;
  readonly #owner: string;

  /** @param owner the worker in leases */
  constructor(runner: EventRunner, held: HeldClaims, gates: ProviderGates, owner: string) {
    this.#runner = runner;
    this.#held = held;
    this.#gates = gates;
    this.#owner = owner;
  }

  async reconcile(job: JobPayload<typeof reconcileJob>): Promise<void> {
    const provider = job.key.slice(0, job.key.indexOf("/"));
    if (provider === PLATFORM_PROVIDER) {
      const claim = await this.#claim(job);
      if (claim) await this.#carryOut(claim, () => undefined);
    } else {
      await this.#handToProvider(job, provider);
    }
  }

  async #handToProvider(job: JobPayload<typeof reconcileJob>, provider: string): Promise<void> {
    const gate = this.#gates.of(job.organizationId, provider);
    if (!(await gate.enter())) {
      await enqueue(this.#runner.core.db, reconcileJob, job, { delaySeconds: gate.returnDelaySeconds() });
      return;
    }
    let isIn = true;
    const leave = (): void => {
      if (isIn) gate.leave();
      isIn = false;
    };
    let claimed: Claimed | null = null;
    try {
      claimed = await this.#claim(job);
    } finally {
      if (claimed) void this.#carryOut(claimed, leave).finally(leave);
      else leave();
    }
  }

  async #claim({ organizationId, key }: JobPayload<typeof reconcileJob>): Promise<Claimed | null> {
    const at = performance.now();
    const claim = await claimEvent(this.#runner.core, { organizationId, key, owner: this.#owner });
    return claim && { claim, at };
  }

  /**
   * Never rejects: an event that cannot be settled runs again when its lease ends.
   * @param onWait called when the handler waits for other resources: meanwhile it is not in the way of others
   */
  async #carryOut({ claim, at }: Claimed, onWait: () => void): Promise<void> {
    const { core } = this.#runner;
    try {
      await this.#held.hold(claim, at, async (signal) => {
        const subResources = new SubResources(core, claim, onWait);
        const outcome = await runEvent(this.#runner, claim, subResources, signal);
        const counted = await settleSurely(core, claim, outcome);
        if (counted && outcome.kind === "succeeded") await this.#deleteUnapplied(claim, subResources.applied);
      });
    } catch (error) {
      core.logger.error({ err: error, resource: claim.key, event: claim.eventId }, "an event could not be settled");
    }
  }

  async #deleteUnapplied(claim: Claim, applied: ReadonlySet<string>): Promise<void> {
    // Nothing was there before a first attempt to create it, and what it owns goes with it.
    const isFirst = claim.eventType === "CREATE" && claim.attempt === 1;
    if (isFirst || claim.eventType === "DELETE" || claim.resource.provider === PLATFORM_PROVIDER) return;
    const { core } = this.#runner;
    const { organizationId, key: resourceKey, eventId } = claim;
    for (const message of await deleteUnappliedSubResources(core, claim, applied)) {
      const entry = { timestamp: new Date().toISOString(), level: "warn" as const, message, metadata: null };
      await appendLogs(core, { organizationId, resourceKey, eventId, entries: [entry] });
    }
  }
}
