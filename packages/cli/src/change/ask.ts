import { createInterface } from "node:readline/promises";
import type { Session } from "../session/session.ts";

/** Whether somebody sits there who can be asked: they see the question, and their keys arrive. */
export function canAsk({ io }: Session): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}

/** Asks for a yes on stderr; whatever else is typed is a no. @throws the interruption */
export async function ask(session: Session, question: string): Promise<boolean> {
  const { stdin, stderr, signal } = session.io;
  const lines = createInterface({ input: stdin });
  try {
    stderr.write(`${question} [y/N] `);
    // Ctrl-D ends the input without an answer.
    const answer = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(""));
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
