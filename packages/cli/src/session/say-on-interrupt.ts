import type { Session } from "./session.ts";

/**
 * Does something that goes on elsewhere when the command is ended, and says so on Ctrl-C: whoever presses it may take that for
 * the end of the whole. What is thrown is passed on.
 *
 * @param text asked for when it is interrupted
 */
export async function sayOnInterrupt<Result>(
  session: Session,
  text: () => string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { signal, stderr } = session.io;
    if (signal.aborted) {
      // Over the ^C that a terminal shows.
      if (stderr.isTTY) stderr.write("\r");
      session.note(`Interrupted. ${text()}`);
    }
    throw error;
  }
}
