import { setTimeout as sleep } from "node:timers/promises";
import type { Pragma, Resource } from "@pragma/sdk";
import { atOnce } from "../concurrency/at-once.ts";
import { inTurn } from "../concurrency/in-turn.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { explain } from "../errors/explain.ts";
import { isHopeless } from "../errors/is-hopeless.ts";
import { nameSome } from "../output/name-some.ts";
import { oneLine } from "../output/printable.ts";
import { readIfAny } from "../resource/read-if-any.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { dependentsFirst, dependentsWithin } from "./dependents-first.ts";

export interface DeleteOptions {
  /** Whether dependents keep the last values; by default they block the deletion. */
  dependents?: "detach" | undefined;
  orphan?: boolean | undefined;
  wait: boolean;
  /** Milliseconds for all of them; ten minutes by default, 0 for no limit. */
  timeout: number | undefined;
  /** Told of each as it is done. */
  onDeletion?: (deletion: Deletion) => void;
}

/** The result for one. */
export interface Deletion {
  id: string;
  result: "deleted" | "deleting" | "forgotten" | "was not there" | "failed" | "left alone";
  error: string | null;
  hint?: string | undefined;
  /** Null if it only follows from another. */
  exitCode: ExitCode | null;
}

const DEFAULT_TIMEOUT_MS = 600_000;
const BUSY_POLL_MS = 500;

/**
 * Deletes resources, several at a time, each after its dependents are gone. One that cannot be deleted does not stop
 * the others.
 *
 * @returns the result for each, in the order of `ids`
 * @throws the interrupt, after reporting what may continue; errors that affect all the others, too
 */
export async function deleteAll(session: Session, ids: readonly string[], options: DeleteOptions): Promise<Deletion[]> {
  const client = await session.client();
  const { signal } = session.io;
  const { timeout = DEFAULT_TIMEOUT_MS } = options;
  const deadline = timeout === 0 ? null : Date.now() + timeout;
  const deletions = new Map<string, Deletion>();
  const tell = (deletion: Deletion) => {
    deletions.set(deletion.id, deletion);
    options.onDeletion?.(deletion);
  };
  const underWay = new Set<string>();
  const unique = [...new Set(ids)];
  const text = () => interruptedText([...underWay], deletions.size, unique.length);
  await sayOnInterrupt(session, text, async () => {
    const found = await findAll(client, unique, signal);
    for (const [id, resource] of found) {
      if (resource === null) tell({ id, result: "was not there", error: null, exitCode: EXIT.ok });
    }
    const idOf = new Map([...found].flatMap(([id, resource]) => (resource === null ? [] : [[resource, id] as const])));
    const resources = [...idOf.keys()];
    const dependentsOf = dependentsWithin(resources);
    const work = async (resource: Resource, either: AbortSignal) => {
      const id = idOf.get(resource) as string;
      either.throwIfAborted();
      // It would be refused, and the refusal would hide the real problem.
      const held = dependentsOf(resource).flatMap((other) => idOf.get(other) ?? []);
      const left = options.dependents === undefined ? held.find((other) => isThere(deletions.get(other))) : undefined;
      if (left !== undefined) return tell(leftAlone(id, `${left} was not deleted`));
      if (deadline !== null && Date.now() > deadline) return tell(leftAlone(id, "the time is up", EXIT.timeout));
      underWay.add(id);
      tell(await tryToDelete(client, id, options, deadline, either));
      underWay.delete(id);
    };
    await inTurn(dependentsFirst(resources), dependentsOf, work, signal);
  });
  return unique.flatMap((id) => deletions.get(id) ?? []);
}

/**
 * Each current resource, or null: the response to a deletion would be the same, but a mistyped name was not deleted.
 */
export async function findAll(
  client: Pragma,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Resource | null>> {
  const found = new Map<string, Resource | null>(ids.map((id) => [id, null]));
  await atOnce(ids, async (id, either) => found.set(id, await readIfAny(client, id, either)), signal);
  return found;
}

function interruptedText(underWay: readonly string[], done: number, count: number): string {
  if (underWay.length === 0) return done === 0 ? "Nothing was deleted." : "The rest was left alone.";
  const rest = count > done + underWay.length ? "; what follows was left alone" : "";
  return `${nameSome(underWay)} may go on being deleted without this command${rest}.`;
}

function isThere(deletion: Deletion | undefined): boolean {
  return deletion?.result === "failed" || deletion?.result === "left alone";
}

function leftAlone(id: string, why: string, exitCode: ExitCode | null = null): Deletion {
  return { id, result: "left alone", error: `${id} was left alone: ${why}`, exitCode };
}

/**
 * Deletes one resource, and waits for that if wanted.
 * @returns the result, also where it cannot be deleted
 * @throws what would keep all others, too
 */
export async function tryToDelete(
  client: Pragma,
  id: string,
  options: Pick<DeleteOptions, "dependents" | "orphan" | "wait">,
  deadline: number | null,
  signal: AbortSignal,
): Promise<Deletion> {
  try {
    const result = await deleteOne(client, id, options, deadline, signal);
    return { id, result, error: null, exitCode: EXIT.ok };
  } catch (error) {
    const explanation = explain(error);
    if (explanation === null || isHopeless(error) || signal.aborted) throw error;
    const { message, hint, exitCode } = explanation;
    // The remaining time would mean nothing to the user.
    return { id, result: "failed", error: message.replace(/ within \d+ ms/, " in time"), hint, exitCode };
  }
}

async function deleteOne(
  { resources }: Pragma,
  id: string,
  { dependents, orphan, wait }: Pick<DeleteOptions, "dependents" | "orphan" | "wait">,
  deadline: number | null,
  signal: AbortSignal,
): Promise<Deletion["result"]> {
  const left = await whileDetaching(dependents, deadline, signal, () =>
    resources.delete(id, { dependents, orphan, signal }),
  );
  if (orphan) return "forgotten";
  if (left === null) return "deleted";
  if (!wait) return "deleting";
  const timeout = deadline === null ? 0 : Math.max(1, deadline - Date.now());
  await resources.waitUntilGone(id, { timeout, signal });
  return "deleted";
}

/** Detaching reprocesses dependents, and until that is done they cannot be detached from the next. */
async function whileDetaching<Result>(
  dependents: DeleteOptions["dependents"],
  deadline: number | null,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof Error && "code" in error && error.code === "not_deletable";
      if (dependents !== "detach" || !isBusy || (deadline !== null && Date.now() > deadline)) throw error;
      await sleep(BUSY_POLL_MS, undefined, { signal });
    }
  }
}

/** In words: deleted ones are the result, others are errors. */
export function tellDeletion(session: Session, { id, result, error }: Deletion): void {
  if (error === null) session.print(`${id}: ${result}`);
  else session.note(oneLine(error));
}
