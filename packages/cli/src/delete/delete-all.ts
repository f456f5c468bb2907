import type { Pragma } from "@pragma/sdk";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { explain } from "../errors/explain.ts";
import { isHopeless } from "../errors/is-hopeless.ts";
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
  /** Told of each as it is done. */
  onDeletion?: (deletion: Deletion) => void;
}

/** What came of one. */
export interface Deletion {
  id: string;
  result: "deleted" | "deleting" | "was not there" | "failed";
  error: string | null;
  hint?: string | undefined;
  exitCode: ExitCode;
}

/**
 * Deletes resources one after another, in the order given. One that cannot go does not keep the others.
 *
 * @throws the interrupt, having said what may go on; what keeps all the others, too
 */
export async function deleteAll(session: Session, ids: readonly string[], options: DeleteOptions): Promise<Deletion[]> {
  const client = await session.client();
  const { signal } = session.io;
  const deletions: Deletion[] = [];
  const tell = (deletion: Deletion) => {
    deletions.push(deletion);
    options.onDeletion?.(deletion);
  };
  for (const id of ids) {
    signal.throwIfAborted();
    const text = () => `${id} may go on being deleted without this command; what follows it was left alone.`;
    try {
      const result = await sayOnInterrupt(session, text, () => deleteOne(client, id, options, signal));
      tell({ id, result, error: null, exitCode: EXIT.ok });
    } catch (error) {
      const explanation = explain(error);
      if (explanation === null || isHopeless(error) || signal.aborted) throw error;
      const { message, hint, exitCode } = explanation;
      tell({ id, result: "failed", error: message, hint, exitCode });
    }
  }
  return deletions;
}

async function deleteOne(
  { resources }: Pragma,
  id: string,
  { dependents, orphan, wait, timeout }: DeleteOptions,
  signal: AbortSignal,
): Promise<Deletion["result"]> {
  // The answer to the deletion is the same, but a mistyped name was not deleted.
  const absent = await resources.status(id, { signal }).then(
    () => false,
    ({ name }: Error) => name === "NotFoundError",
  );
  if (absent) return "was not there";
  const left = await resources.delete(id, { dependents, orphan, signal });
  if (left === null) return "deleted";
  if (!wait) return "deleting";
  await resources.waitUntilGone(id, { timeout, signal });
  return "deleted";
}

/** In words; what could not go is named by its error. */
export function deletionLine({ id, result, error }: Deletion): string {
  return error === null ? `${id}: ${result}` : oneLine(error);
}
