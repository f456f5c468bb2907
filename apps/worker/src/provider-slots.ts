import { PLATFORM_PROVIDER } from "@pragma/core/types";

/** What one organization has of one provider. */
export interface Lane {
  organizationId: string;
  provider: string;
}

interface Taken extends Lane {
  slots: number;
}

const NO_SLOT = (): void => {};

/**
 * Bounds how many events one provider of one organization has in hand here. Looks whose lane is full are not taken: they
 * stay in line for whichever worker has room first, so a provider that hangs holds up its own resources, and no others.
 * What the platform does itself takes no slot.
 */
export class ProviderSlots {
  readonly #slots: number;
  readonly #taken = new Map<string, Taken>();
  readonly #onFree: () => void;

  /** @param onFree called when a slot comes free */
  constructor(slots: number, onFree: () => void) {
    this.#slots = slots;
    this.#onFree = onFree;
  }

  /** How many slots a lane has that is not in use. */
  get each(): number {
    return this.#slots;
  }

  /** The lanes in use, and how many slots each has left. */
  inUse(): { of: Lane; room: number }[] {
    return [...this.#taken.values()].map((lane) => ({ of: lane, room: Math.max(0, this.#slots - lane.slots) }));
  }

  /** Takes a slot, be one free or not. @returns gives it back; at its second call it does nothing */
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

  /** Takes a slot if one is free. @returns gives it back; undefined if there is none */
  takeIfFree(lane: Lane): (() => void) | undefined {
    return (this.#taken.get(nameOf(lane))?.slots ?? 0) < this.#slots ? this.take(lane) : undefined;
  }
}

function nameOf({ organizationId, provider }: Lane): string {
  return `${organizationId}/${provider}`;
}
