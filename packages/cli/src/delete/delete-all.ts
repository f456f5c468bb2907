import type { Pragma } from "@pragma/sdk";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { explain } from "../errors/explain.ts";
import { oneLine } from "../output/printable.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";

export interface DeleteOptions {
  /** What becomes of those that depend on it; unless it is said, they keep it. */
  dependents?: "cascade" | "detach" | undefined;
  orphan?: boolean | undefined;
  wait: boolean;
  /** Milliseconds for each. */
  timeout: number | undefined;
}

/** What came of one. */
export interface Deletion {
  id: string;
  result: "deleted" | "deleting" | "failed";
  error: string | null;
  hint?: string | undefined;
  exitCode: ExitCode;
}

/**
 * Deletes resources one after another, in the order given. One that cannot go does not keep the others.
 *
 * @throws the interrupt, having said what may go on; what is no answer of the API
 */
export async function deleteAll(session: Session, ids: readonly string[], options: DeleteOptions): Promise<Deletion[]> {
  const client = await session.client();
  const { signal } = session.io;
  const deletions: Deletion[] = [];
  for (const id of ids) {
    signal.throwIfAborted();
    const text = () => `${id} may go on being deleted without this command; what follows it was left alone.`;
    try {
      const result = await sayOnInterrupt(session, text, () => deleteOne(client, id, options, signal));
      deletions.push({ id, result, error: null, exitCode: EXIT.ok });
    } catch (error) {
      const explanation = explain(error);
      if (explanation === null || signal.aborted) throw error;
      const { message, hint, exitCode } = explanation;
      deletions.push({ id, result: "failed", error: message, hint, exitCode });
    }
  }
  return deletions;
}

async function deleteOne(
  { resources }: Pragma,
  id: string,
  { dependents, orphan, wait, timeout }: DeleteOptions,
  signal: AbortSignal,
): Promise<"deleted" | "deleting"> {
  const left = await resources.delete(id, { dependents, orphan, signal });
  if (left === null) return "deleted";
  if (!wait) return "deleting";
  await resources.waitUntilGone(id, { timeout, signal });
  return "deleted";
}

/** A line each. What could not go is named by its error. */
export function deletionLines(deletions: readonly Deletion[]): string[] {
  return deletions.map(({ id, result, error }) => (error === null ? `${id}: ${result}` : oneLine(error)));
}
