import type { Socket } from "node:net";

/** How long the other end may be silent after the process has ended its side. */
const HALF_OPEN_MS = 5 * 60_000;

/** How long a process may take to end its side of a connection that was reset. */
const RESET_MS = 10_000;

/**
 * Carries bytes both ways, at the pace of the slower end, until both have ended or one is gone.
 *
 * @param onReset told that the far end was reset; the near one is then left to the process to end, for a while
 */
export function carry(near: Socket, far: Socket, onReset: (error: Error) => void): void {
  // Whether the process has only ended its side, or is gone from it, looks the same from here.
  near.once("end", () => far.setTimeout(HALF_OPEN_MS, () => far.destroy(new Error("nothing came any more"))));
  const reset = (error: Error): void => {
    if (near.destroyed) return;
    onReset(error);
    const patience = setTimeout(() => near.destroy(), RESET_MS);
    near.once("close", () => clearTimeout(patience));
    // It learns of its end by reading.
    near
      .on("error", () => {})
      .on("end", () => near.destroy())
      .resume();
  };
  if (far.errored) {
    reset(far.errored);
    return;
  }
  near.on("error", () => far.resetAndDestroy());
  near.on("close", () => {
    if (!near.readableEnded || !near.writableFinished) far.resetAndDestroy();
  });
  far.on("error", reset);
  near.pipe(far);
  far.pipe(near);
}
