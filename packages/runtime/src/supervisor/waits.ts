import type { ActiveCall } from "./active-call.ts";
import type { EarliestTimer } from "./earliest-timer.ts";
import type { SessionEvents } from "./session-contract.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** Stops the clock of a call while it waits for another resource, and frees its slot. */
export class Waits {
  readonly #timer: EarliestTimer;
  readonly #events: Pick<SessionEvents, "onSuspend" | "onResume">;

  constructor(timer: EarliestTimer, events: Pick<SessionEvents, "onSuspend" | "onResume">) {
    this.#timer = timer;
    this.#events = events;
  }

  /** It waits, perhaps for several at once. */
  suspend(call: ActiveCall): void {
    call.waits += 1;
    if (call.waits > 1) return;
    // A call asked to stop gains no time by waiting; one that still queues for a slot has its time put by already.
    if (!call.stopping && call.due !== NEVER) {
      call.pausedWith = call.due - performance.now();
      call.due = NEVER;
    }
    this.#events.onSuspend(call);
  }

  /** One of its waits is over. @param proceed runs once there is a slot for it, or at once while it waits for others */
  resume(call: ActiveCall, proceed: () => void): void {
    if (call.isSettled) return;
    call.waits -= 1;
    if (call.waits > 0) {
      proceed();
      return;
    }
    this.#events.onResume(call, () => {
      // Unless it was asked to stop, or began to wait anew, while it waited for the slot.
      if (!call.stopping && call.waits === 0 && call.due === NEVER) {
        call.due = performance.now() + call.pausedWith;
        this.#timer.arm(call.due);
      }
      proceed();
    });
  }
}
