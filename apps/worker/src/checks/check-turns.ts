import type { Check } from "@pragma/core/checks";
import type { ProviderSlots } from "../provider-slots.ts";

/** Checks that are taken at once, and that wait in lanes which take long. */
const BATCH = 250;
/** Looks at once, of all providers: each keeps a process of its provider alive. Those of lanes that drag come on top. */
const MOST_AT_ONCE = 16;
/** Looks that are begun at once in lanes that drag. */
const MOST_DRAGGING = 8;
/** All of them, also those that have only turned out to drag. */
const MOST_OPEN = 32;
/** Lanes of which it is known that they drag. */
const MOST_KNOWN = 1000;
/** What waits for longer is left to others, which may take it soon after: its look may outlast that. */
const MOST_WAIT_MS = 60_000;

/** A look that takes longer than this makes its lane one that drags. */
export const DRAGGING_MS = 1000;

/** The checks of one provider in one organization. */
interface Lane {
  name: string;
  organizationId: string;
  provider: string;
  waiting: Check[];
  running: number;
  takenAt: number;
}

/** A check whose turn it is. */
export interface Turn {
  check: Check;
  /** To be called once, when its look has ended. @param ms how long it took */
  end: (ms: number) => void;
  /** To be called if it takes longer than {@link DRAGGING_MS}. */
  drags: () => void;
}

/**
 * Whose turn it is to be looked at. Lanes take turns, those of organizations with the fewest looks first. A lane whose last look took
 * long shares a few places with its like, and what waits in it does not count when more is taken: whoever hangs holds up others as long
 * as that takes to be seen.
 */
export class CheckTurns {
  readonly #slots: Pick<ProviderSlots, "takeForCheck">;
  readonly #now: () => number;
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Lane>();
  readonly #dragging = new Set<string>();

  constructor(slots: Pick<ProviderSlots, "takeForCheck">, now: () => number = () => performance.now()) {
    this.#slots = slots;
    this.#now = now;
  }

  /** Lanes, as `organization/provider`, of which no more are to be taken. */
  get busy(): string[] {
    return [...this.#lanes.keys()];
  }

  /** How many checks may be taken. */
  get room(): number {
    return BATCH - waitingIn([...this.#lanes.values()].filter((lane) => !this.#isLate(lane)));
  }

  add(checks: readonly Check[]): void {
    for (const check of checks) this.#laneOf(check).waiting.push(check);
    const late = [...this.#lanes.values()].filter((lane) => this.#isLate(lane));
    for (let excess = waitingIn(late) - BATCH; excess > 0; excess--) {
      late.reduce((most, lane) => (lane.waiting.length > most.waiting.length ? lane : most)).waiting.pop();
    }
  }

  /** Forgets what has waited for too long. */
  expire(): void {
    for (const lane of this.#lanes.values()) {
      if (this.#now() - lane.takenAt > MOST_WAIT_MS) lane.waiting = [];
      this.#forgetIfDone(lane);
    }
  }

  clear(): void {
    this.#lanes.clear();
  }

  /** @returns undefined if none may begin now */
  next(): Turn | undefined {
    const running = new Map<string, number>();
    for (const lane of this.#lanes.values()) {
      running.set(lane.organizationId, (running.get(lane.organizationId) ?? 0) + lane.running);
    }
    const of = ({ organizationId }: Lane): number => running.get(organizationId) ?? 0;
    const waiting = [...this.#lanes.values()].filter((lane) => lane.waiting.length > 0 && this.#hasPlace(lane));
    for (const lane of waiting.sort((a, b) => of(a) - of(b))) {
      const leave = this.#slots.takeForCheck(lane, lane.running);
      if (leave) return this.#begin(lane, leave);
    }
    return undefined;
  }

  #begin(lane: Lane, leave: () => void): Turn {
    const check = lane.waiting.shift() as Check;
    lane.running++;
    // Its next turn comes after those of all others.
    if (this.#lanes.delete(lane.name)) this.#lanes.set(lane.name, lane);
    return {
      check,
      drags: () => this.#drags(lane),
      end: (ms) => {
        leave();
        lane.running--;
        if (ms > DRAGGING_MS) this.#drags(lane);
        else this.#dragging.delete(lane.name);
        this.#forgetIfDone(lane);
      },
    };
  }

  #hasPlace({ name }: Lane): boolean {
    let [open, dragging] = [0, 0];
    for (const lane of this.#lanes.values()) {
      open += lane.running;
      if (this.#dragging.has(lane.name)) dragging += lane.running;
    }
    if (open >= MOST_OPEN) return false;
    return this.#dragging.has(name) ? dragging < MOST_DRAGGING : open - dragging < MOST_AT_ONCE;
  }

  /** Whether it has not got through what was taken of it in the time between two takes. */
  #isLate({ takenAt }: Lane): boolean {
    return this.#now() - takenAt >= DRAGGING_MS;
  }

  #drags({ name }: Lane): void {
    this.#dragging.delete(name);
    this.#dragging.add(name);
    const [oldest] = this.#dragging;
    if (this.#dragging.size > MOST_KNOWN && oldest !== undefined) this.#dragging.delete(oldest);
  }

  #laneOf({ organizationId, row: { provider } }: Check): Lane {
    const name = `${organizationId}/${provider}`;
    const known = this.#lanes.get(name);
    if (known) return known;
    const lane = { name, organizationId, provider, waiting: [], running: 0, takenAt: this.#now() };
    this.#lanes.set(name, lane);
    return lane;
  }

  #forgetIfDone(lane: Lane): void {
    if (lane.waiting.length > 0 || lane.running > 0 || this.#lanes.get(lane.name) !== lane) return;
    this.#lanes.delete(lane.name);
  }
}

function waitingIn(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
}
