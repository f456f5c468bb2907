import { type Check, type Judged, recordVerdicts, takeDueChecks } from "@pragma/core/checks";
import { ProviderCallError } from "@pragma/runtime";
import type { ProviderSlots } from "../provider-slots.ts";
import type { EventRunner } from "../run-event.ts";
import { CheckTurns, DRAGGING_MS, type Turn } from "./check-turns.ts";
import { makeCheck } from "./make-check.ts";

/** Looks for due checks so often, by default; results are recorded together, but none later than this. */
const POLL_MS = 1000;
/** Values of the checks that are taken at once. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** What a provider may take for one. */
const LOOK_MS = 30_000;
/** Others may take a check after this time: longer than it may wait here, and its look take then. */
const HELD_SECONDS = 120;

/**
 * Compares resources with what really is, beside the events. A provider gets a tenth of its slots for it, one at least, and only while
 * nine tenths are not in use: checks may be late, events are not. One that hangs holds up its own lane: no more of it is taken while
 * what was taken waits.
 */
export class CheckLane {
  readonly #runner: EventRunner;
  readonly #pollMs: number;
  readonly #turns: CheckTurns;
  readonly #end = new AbortController();
  #judged: Judged[] = [];
  #recording: Promise<void> = Promise.resolve();
  #record: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #taking: Promise<void> | undefined;

  constructor(runner: EventRunner, slots: ProviderSlots, pollMs: number = POLL_MS) {
    this.#pollMs = pollMs;
    this.#runner = runner;
    this.#turns = new CheckTurns(slots);
  }

  start(): void {
    this.#poll = setInterval(() => this.#take(), this.#pollMs);
  }

  /** Ends what is under way, and records what is known. What was only taken is due again after a while. */
  async stop(): Promise<void> {
    clearInterval(this.#poll);
    this.#end.abort();
    this.#turns.clear();
    await this.#taking;
    clearTimeout(this.#record);
    this.#flush();
    await this.#recording;
  }

  #take(): void {
    this.#turns.expire();
    this.#goOn();
    this.#taking ??= this.#takeOnce()
      .catch((err: unknown) => this.#runner.core.services.logger.debug({ err }, "checks could not be taken"))
      .finally(() => {
        this.#taking = undefined;
      });
  }

  async #takeOnce(): Promise<void> {
    const limit = this.#turns.room;
    if (limit <= 0 || this.#end.signal.aborted) return;
    const { core, providers } = this.#runner;
    const { checks } = await takeDueChecks(
      core,
      {
        busy: this.#turns.busy,
        runs: providers.lanes(),
        ...{ limit, bytes: BATCH_BYTES, seconds: HELD_SECONDS },
      },
      (organizationId, type) => providers.runs(organizationId, type),
    );
    if (this.#end.signal.aborted) return;
    this.#turns.add(checks);
    this.#goOn();
  }

  #goOn(): void {
    for (let turn = this.#turns.next(); turn; turn = this.#turns.next()) void this.#have(turn);
  }

  async #have({ check, end, drags }: Turn): Promise<void> {
    const startedAt = performance.now();
    const dragging = setTimeout(() => {
      drags();
      this.#goOn();
    }, DRAGGING_MS);
    await this.#carryOut(check);
    clearTimeout(dragging);
    end(performance.now() - startedAt);
    if (this.#end.signal.aborted) return;
    this.#goOn();
    if (this.#turns.busy.length > 0) return;
    this.#flush();
    this.#take();
  }

  async #carryOut(check: Check): Promise<void> {
    try {
      const judged = await makeCheck(this.#runner, check, { deadlineMs: LOOK_MS, signal: this.#end.signal });
      // Nobody waits for what comes so late: it is due again.
      if (this.#end.signal.aborted) return;
      this.#judged.push(judged);
      this.#record ??= setTimeout(() => this.#flush(), this.#pollMs);
    } catch (err) {
      if (err instanceof ProviderCallError) return;
      this.#runner.core.services.logger.warn({ err, resource: check.row.key }, "a resource could not be checked");
    }
  }

  #flush(): void {
    clearTimeout(this.#record);
    this.#record = undefined;
    const judged = this.#judged.splice(0);
    if (judged.length === 0) return;
    this.#recording = this.#recording
      .then(() => recordVerdicts(this.#runner.core, judged))
      // They are due again after a while.
      .catch((err: unknown) => this.#runner.core.services.logger.warn({ err }, "checks could not be recorded"));
  }
}
