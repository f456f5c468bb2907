import { type Check, type Judged, recordVerdicts, takeDueChecks } from "@pragma/core/checks";
import { ProviderCallError } from "@pragma/runtime";
import type { ProviderSlots } from "../provider-slots.ts";
import type { EventRunner } from "../run-event.ts";
import { makeCheck } from "./make-check.ts";

/** Looks for due checks so often, by default; results are recorded together, but none later than this. */
const POLL_MS = 1000;
/** Checks that are taken at once, and their values. */
const BATCH = 250;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Looks at once, of all providers: each keeps a process of its provider alive. */
const MOST_AT_ONCE = 16;
/** What a provider may take for one. */
const LOOK_MS = 30_000;
/** Others may take a check after this time, so one that has waited for so long that its look may outlast it is left to them. */
const HELD_SECONDS = 120;
const HELD_MS = HELD_SECONDS * 1000 - 2 * LOOK_MS;

/** The checks of one provider in one organization. */
interface Lane {
  organizationId: string;
  provider: string;
  waiting: Check[];
  running: number;
  takenAt: number;
}

/**
 * Compares resources with what really is, beside the events. A provider gets a tenth of its slots for it, one at least, and only while
 * nine tenths are not in use: checks may be late, events are not. One that hangs keeps its own lane alone: no more of it is taken
 * while what was taken waits.
 */
export class CheckLane {
  readonly #runner: EventRunner;
  readonly #slots: ProviderSlots;
  readonly #pollMs: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #end = new AbortController();
  #running = 0;
  #judged: Judged[] = [];
  #recording: Promise<void> = Promise.resolve();
  #record: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #taking: Promise<void> | undefined;

  constructor(runner: EventRunner, slots: ProviderSlots, pollMs: number = POLL_MS) {
    this.#pollMs = pollMs;
    this.#runner = runner;
    this.#slots = slots;
  }

  start(): void {
    this.#poll = setInterval(() => this.#take(), this.#pollMs);
  }

  /** Ends what is under way, and records what is known. What was only taken is due again after a while. */
  async stop(): Promise<void> {
    clearInterval(this.#poll);
    this.#end.abort();
    this.#lanes.clear();
    await this.#taking;
    clearTimeout(this.#record);
    this.#flush();
    await this.#recording;
  }

  #take(): void {
    for (const [name, lane] of this.#lanes) this.#goOn(name, lane);
    this.#taking ??= this.#takeOnce()
      .catch((err: unknown) => this.#runner.core.services.logger.debug({ err }, "checks could not be taken"))
      .finally(() => {
        this.#taking = undefined;
      });
  }

  async #takeOnce(): Promise<void> {
    const limit = BATCH - [...this.#lanes.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
    if (limit <= 0 || this.#end.signal.aborted) return;
    const { core, providers } = this.#runner;
    const { checks } = await takeDueChecks(
      core,
      {
        busy: [...this.#lanes.keys()],
        runs: providers.lanes(),
        ...{ limit, bytes: BATCH_BYTES, seconds: HELD_SECONDS },
      },
      (organizationId, type) => providers.runs(organizationId, type),
    );
    if (this.#end.signal.aborted) return;
    for (const check of checks) this.#add(check);
    for (const [name, lane] of this.#lanes) this.#goOn(name, lane);
  }

  #add(check: Check): void {
    const { organizationId, row } = check;
    const { provider } = row;
    const name = `${organizationId}/${provider}`;
    const lane = this.#lanes.get(name) ?? {
      organizationId,
      provider,
      waiting: [],
      running: 0,
      takenAt: performance.now(),
    };
    lane.waiting.push(check);
    this.#lanes.set(name, lane);
  }

  #goOn(name: string, lane: Lane): void {
    if (performance.now() - lane.takenAt > HELD_MS) lane.waiting = [];
    while (lane.waiting.length > 0 && this.#running < MOST_AT_ONCE) {
      const leave = this.#slots.takeForCheck(lane, lane.running);
      if (!leave) break;
      const check = lane.waiting.shift() as Check;
      lane.running++;
      this.#running++;
      void this.#carryOut(check).finally(() => {
        leave();
        lane.running--;
        this.#running--;
        this.#goOn(name, lane);
      });
    }
    if (lane.waiting.length > 0 || lane.running > 0 || this.#lanes.get(name) !== lane) return;
    this.#lanes.delete(name);
    if (this.#lanes.size === 0) {
      this.#flush();
      this.#take();
    }
  }

  async #carryOut(check: Check): Promise<void> {
    try {
      const verdict = await makeCheck(this.#runner, check, { deadlineMs: LOOK_MS, signal: this.#end.signal });
      this.#judged.push({ check, verdict });
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
