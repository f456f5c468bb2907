import { tellDeletion } from "../delete/delete-all.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { worstExitCode } from "../errors/worst-exit-code.ts";
import { learnTypes } from "../manifest/learn-types.ts";
import { inOrder } from "../manifest/order.ts";
import { readManifests } from "../manifest/read-manifests.ts";
import { styleOf } from "../output/style.ts";
import { findUndeclared } from "../prune/find-undeclared.ts";
import { prunedResult, pruneTag } from "../prune/prune-tag.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { validateDocuments } from "../validate/validate-documents.ts";
import { applyAll } from "./apply-all.ts";
import { type Entry, entryOf } from "./entry.ts";
import { interruptedText } from "./interrupted-text.ts";
import { progressOn } from "./progress.ts";
import { exitCodeOf, resultOf, summaryOf } from "./summary.ts";

export interface ApplyFilesOptions {
  files: readonly string[];
  draft: boolean;
  wait: boolean;
  /** Milliseconds; ten minutes by default, 0 for no limit. */
  timeout: number | undefined;
  /** Afterwards delete resources with this tag that are not declared. */
  prune: string | undefined;
}

/** Otherwise it would look as if all had failed. */
const TIME_IS_OVER =
  "The time is up. Work in progress continues; run the same apply again to wait for it, longer with --timeout.";

const DEFAULT_TIMEOUT_MS = 600_000;

/**
 * All of `resources apply`: read, check, send, wait, prune, report.
 *
 * @returns the exit code
 * @throws CliError with file, line and column if anything is wrong before something was sent
 */
export async function applyFiles(session: Session, options: ApplyFilesOptions): Promise<number> {
  const { files, draft, wait, timeout = DEFAULT_TIMEOUT_MS, prune } = options;
  const deadline = timeout === 0 ? null : Date.now() + timeout;
  const documents = await readManifests(files, draft, session.io);
  const client = await session.client();
  let entries: Entry[] = [];
  const { stderr, env, signal } = session.io;
  const progress = progressOn(stderr, styleOf(stderr, env));
  const work = async () => {
    const types = await learnTypes(client, documents, signal);
    entries = inOrder(documents).map(entryOf);
    await validateDocuments(types, documents, (text) => session.note(text));
    // Before anything is sent: it may be refused.
    if (prune !== undefined) await findUndeclared(client, prune, documents, signal);
    await applyAll(client, entries, { wait, timeout, signal, progress });
  };
  await sayOnInterrupt(session, () => interruptedText(entries), work).catch((error: unknown) => {
    // Whatever the interruption: report what was sent.
    if (!signal.aborted && entries.some(({ begun }) => begun)) session.note(`Broken off. ${interruptedText(entries)}`);
    throw error;
  });
  const exitCode = exitCodeOf(entries);
  const left = deadline === null ? 0 : Math.max(1, deadline - Date.now());
  const pruned = prune === undefined || exitCode !== EXIT.ok ? [] : await pruneTag(session, prune, documents, left);
  await session.emit([...entries.map(resultOf), ...pruned.map(prunedResult)], () =>
    summaryOf(entries, session.style, wait),
  );
  if (session.globals.output === "table") for (const deletion of pruned) tellDeletion(session, deletion);
  if (entries.some((entry) => entry.exitCode === EXIT.timeout)) session.note(TIME_IS_OVER);
  if (prune !== undefined && exitCode !== EXIT.ok)
    session.note("Nothing was deleted, because not everything succeeded.");
  return exitCode === EXIT.ok ? worstExitCode(pruned.map((one) => one.exitCode)) : exitCode;
}
