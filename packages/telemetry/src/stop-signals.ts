/** Told to a program that stops. */
export interface StopOrder {
  /** From a terminal, where nobody balances. */
  readonly isFromTerminal: boolean;
  /** Aborts if it is told once more: whoever waits wants the prompt back. */
  readonly hurry: AbortSignal;
}

/** The signals to stop, taken. */
export interface StopSignals {
  /** Has `stop` called by the first signal. It ends the process; until it is known, a signal does so at once. */
  onStop(stop: (order: StopOrder) => Promise<void>): void;
}

/**
 * Takes SIGTERM and SIGINT, from the start on: the kernel drops signals that process 1 of a container takes no notice of, and
 * the platform would kill the program later, in the midst of its work.
 */
export function takeStopSignals(): StopSignals {
  const hurry = new AbortController();
  let stop: ((order: StopOrder) => Promise<void>) | undefined;
  let isStopping = false;
  const take = (isFromTerminal: boolean): void => {
    if (stop === undefined) process.exit(0);
    if (isStopping) hurry.abort();
    else void stop({ isFromTerminal, hurry: hurry.signal });
    isStopping = true;
  };
  process.on("SIGTERM", () => take(false));
  process.on("SIGINT", () => take(true));
  return {
    onStop(known) {
      stop = known;
    },
  };
}
