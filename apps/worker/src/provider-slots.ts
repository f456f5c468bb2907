import { PLATFORM_PROVIDER } from "@pragma/core/types";

/** The slots of one provider in one organization. */
export interface Lane {
  organizationId: string;
  provider: string;
}

interface Taken extends Lane {
  slots: number;
}

/** The part of the slots that checks may have. */
const CHECKS = 0.1;

const NO_SLOT = (): void => {};

/**
 * Limits concurrent events per provider and organization in this worker. Requests whose lane is full are not taken: they
 * stay queued for the first worker with room, so a hanging provider blocks only its own resources. Work of the platform
 * itself takes no slot.
 */
export class ProviderSlots {
  readonly #slots: number;
  readonly #taken = new Map<string, Taken>();
  readonly #onFree: () => void;

  /** @param onFree called when a slot is freed */
  constructor(slots: number, onFree: () => void) {
    this.#slots = slots;
    this.#onFree = onFree;
  }

  /** The number of slots of an unused lane. */
  get each(): number {
    return this.#slots;
  }

  /** The lanes in use, and how many slots each has left. */
  inUse(): { of: Lane; room: number }[] {
    return [...this.#taken.values()].map((lane) => ({ of: lane, room: Math.max(0, this.#slots - lane.slots) }));
  }

  /** Takes a slot, whether or not one is free. @returns a function that gives it back; a second call does nothing */
  take({ organizationId, provider }: Lane): () => void {
    if (provider === PLATFORM_PROVIDER) return NO_SLOT;
    const name = nameOf({ organizationId, provider });
    const lane = this.#taken.get(name) ?? { organizationId, provider, slots: 0 };
    this.#taken.set(name, lane);
    lane.slots++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      lane.slots--;
      if (lane.slots === 0) this.#taken.delete(name);
      this.#onFree();
    };
  }

  /** Takes a slot if one is free. @returns a function that gives it back; undefined if there is none */
  takeIfFree(lane: Lane): (() => void) | undefined {
    return this.#takeBelow(this.#slots, lane);
  }

  /**
   * Takes a slot for a check: a tenth of them are for checks, one at least, and none while nine tenths are in use, one at least.
   * @param running checks of the lane that have one
   * @returns as {@link takeIfFree}
   */
  takeForCheck(lane: Lane, running: number): (() => void) | undefined {
    if (running >= Math.max(1, Math.floor(this.#slots * CHECKS))) return undefined;
    return this.#takeBelow(Math.max(1, Math.floor(this.#slots * (1 - CHECKS))), lane);
  }

  #takeBelow(slots: number, lane: Lane): (() => void) | undefined {
    return (this.#taken.get(nameOf(lane))?.slots ?? 0) < slots ? this.take(lane) : undefined;
  }
}

function nameOf({ organizationId, provider }: Lane): string {
  return `${organizationId}/${provider}`;
}
