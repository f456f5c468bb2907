import type { Pragma } from "@pragma/sdk";
import { EXIT } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { inOrder } from "../manifest/order.ts";
import { readManifests } from "../manifest/read-manifests.ts";
import { styleOf } from "../output/style.ts";
import { type Plan, planDocument } from "../plan/plan-document.ts";
import { planResult, showPlans } from "../plan/show-plan.ts";
import type { Session } from "../session/session.ts";
import { validateDocuments } from "../validate/validate-documents.ts";
import { applyAll } from "./apply-all.ts";
import { readIfAny } from "./apply-document.ts";
import { atOnce } from "./at-once.ts";
import { progressOn } from "./progress.ts";
import { exitCodeOf, resultOf, summaryOf } from "./summary.ts";

export interface ApplyFilesOptions {
  files: readonly string[];
  draft: boolean;
  /** Only say what would be done. */
  dryRun: boolean;
  wait: boolean;
  /** Milliseconds; ten minutes if left out, 0 for no limit. */
  timeout: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/**
 * All of `resources apply`: read, check, send, wait, tell; a dry run only compares with what is there.
 *
 * @returns the exit code
 * @throws CliError with file, line and column if anything is wrong before something was sent
 */
export async function applyFiles(session: Session, options: ApplyFilesOptions): Promise<number> {
  const { files, draft, dryRun, wait, timeout = DEFAULT_TIMEOUT_MS } = options;
  const documents = inOrder(await readManifests(files, draft, session.io));
  const client = await session.client();
  await validateDocuments(client, documents, (text) => session.note(text));
  if (dryRun) return tellPlans(session, client, documents);
  const { stderr, env, signal } = session.io;
  const progress = progressOn(stderr, styleOf(stderr, env));
  const entries = await applyAll(client, documents, { wait, timeout, signal, progress });
  await session.emit(entries.map(resultOf), () => summaryOf(entries, session.style, wait));
  return exitCodeOf(entries);
}

async function tellPlans(session: Session, client: Pragma, documents: readonly ManifestDocument[]): Promise<number> {
  const plans = new Map<ManifestDocument, Plan>();
  await atOnce(documents, async (document) => {
    plans.set(document, planDocument(document, await readIfAny(client, document.id, session.io.signal)));
  });
  const ordered = documents.flatMap((document) => plans.get(document) ?? []);
  await session.emit(ordered.map(planResult), () => showPlans(ordered, session.style));
  return EXIT.ok;
}
