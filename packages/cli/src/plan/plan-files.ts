import { atOnce } from "../concurrency/at-once.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { learnTypes, typeKey } from "../manifest/learn-types.ts";
import { inOrder } from "../manifest/order.ts";
import { readManifests } from "../manifest/read-manifests.ts";
import { findUndeclared } from "../prune/find-undeclared.ts";
import { readIfAny } from "../resource/read-if-any.ts";
import type { Session } from "../session/session.ts";
import { validateDocuments } from "../validate/validate-documents.ts";
import { type Plan, planDocument } from "./plan-document.ts";
import { planResult, prunePlan, showPlans } from "./show-plan.ts";

export interface PlanFilesOptions {
  files: readonly string[];
  draft: boolean;
  prune: string | undefined;
}

/**
 * All of `resources apply --dry-run`: read, check, compare with the current state, report.
 *
 * @returns the exit code
 * @throws CliError with file, line and column if anything is wrong
 */
export async function planFiles(session: Session, { files, draft, prune }: PlanFilesOptions): Promise<ExitCode> {
  const read = await readManifests(files, draft, session.io);
  const client = await session.client();
  const { signal } = session.io;
  const types = await learnTypes(client, read, signal);
  const documents = inOrder(read);
  await validateDocuments(types, documents, (text) => session.note(text));
  const plans = new Map<ManifestDocument, Plan>();
  const plan = async (document: ManifestDocument, either: AbortSignal) => {
    const before = await readIfAny(client, document.id, either);
    plans.set(document, planDocument(document, before, types.get(typeKey(document.input))));
  };
  await atOnce(documents, plan, signal);
  const ordered = documents.flatMap((document) => plans.get(document) ?? []);
  const pruned = prune === undefined ? [] : await findUndeclared(client, prune, documents, signal);
  await session.emit([...ordered.map(planResult), ...pruned.map(prunePlan)], () =>
    showPlans(ordered, pruned, session.style),
  );
  return EXIT.ok;
}
