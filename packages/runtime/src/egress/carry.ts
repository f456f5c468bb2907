import type { Socket } from "node:net";

/** How often to check whether a process that has ended its side has closed the socket. */
const ASK_MS = 1000;

/** How long a process may take to close a socket whose connection was reset. */
const RESET_MS = 10_000;

/**
 * Carries bytes both ways, at the pace of the slower end, until both have ended or one is gone.
 *
 * @param silentMs how long the far end may be silent after the process has ended its side
 * @param onReset called when the far end was reset; the process then has some time to end the near one
 */
export function carry(near: Socket, far: Socket, silentMs: number, onReset: (error: Error) => void): void {
  near.once("end", () => {
    far.setTimeout(silentMs, () => far.destroy(new Error("nothing came any more")));
    // From here, a process that only ended its side looks like one that closed the socket until something is written,
    // even nothing: an abandoned connection would count as its own until the other end sends something.
    const ask = (): unknown => near.writable && near.write("");
    const asking = setInterval(ask, ASK_MS);
    near.once("close", () => clearInterval(asking));
    ask();
  });
  const reset = (error: Error): void => {
    if (near.destroyed) return;
    onReset(error);
    const patience = setTimeout(() => near.destroy(), RESET_MS);
    near.once("close", () => clearTimeout(patience));
    // That it ended its side does not mean that it was told: closed any earlier, the socket would look like one whose far
    // side ended. `ask` fails once the process has closed it.
    near.on("error", () => {}).resume();
  };
  if (far.errored) {
    reset(far.errored);
    return;
  }
  // Data that the process wrote before it left is still sent, as an operating system does.
  const left = (): unknown => (near.readableEnded ? far.destroySoon() : far.resetAndDestroy());
  near.on("error", left);
  near.on("close", () => {
    if (!near.readableEnded || !near.writableFinished) left();
  });
  far.on("error", reset);
  near.pipe(far);
  far.pipe(near);
}
