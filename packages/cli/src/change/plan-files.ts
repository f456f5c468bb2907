import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { resourceId } from "@pragma/language";
import type { Change, ChangeAction, WireChangeInput } from "@pragma/sdk";
import { findDoubts } from "../manifest/almost-references.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { placeIn } from "../manifest/place-of.ts";
import { faultLine } from "../manifest/position.ts";
import { readManifests } from "../manifest/read-manifests.ts";
import { throwIssues } from "../manifest/throw-issues.ts";
import { Activity } from "../output/activity.ts";
import { defined } from "../session/defined.ts";
import type { Session } from "../session/session.ts";
import { patiently } from "./patiently.ts";
import { checkPlanOptions, type PlanValues } from "./plan-options.ts";
import { readActions } from "./read-actions.ts";
import type { Plan } from "./show/plan-sections.ts";
import { sourceOfRun } from "./source-of-run.ts";

/** More takes long enough to say so. */
const MANY = 100;
const MANY_BYTES = 64 * 1024;

/** A plan of what files declare. */
export interface FilesPlan extends Plan {
  change: Change;
  actions: readonly ChangeAction[];
  documents: readonly ManifestDocument[];
}

/**
 * Reads what files declare, and has the API plan it, with all else that the options name. Says on stderr what it is doing if that takes a while, and what is
 * doubtful.
 *
 * @throws CliError with file, line and column if a file cannot be read, or is refused before it could be planned
 */
export async function planFiles(session: Session, options: PlanValues): Promise<FilesPlan> {
  checkPlanOptions(options);
  const { io } = session;
  const activity = new Activity(io.stderr);
  try {
    const { documents: made = [] } = options;
    const read = options.file.length === 0 ? [] : await readFiles(session, options, activity);
    const documents = [...read, ...made];
    const client = await session.client();
    const count = documents.length + named(options);
    activity.say(`Planning ${count.toLocaleString("en")} ${count === 1 ? "resource" : "resources"} …`, count > MANY);
    const plan = () => client.changes.plan(inputOf(documents, options, io.env), { signal: io.signal });
    const change = await patiently(plan, { signal: io.signal }).catch((error: unknown) => {
      // The form of the whole: its issues are located, too.
      if (isInvalid(error)) throwIssues(error.issues, documents);
      throw error;
    });
    const actions = await readActions(client, change, io.signal);
    const doubts = await findDoubts(client, documents, io.signal);
    activity.end();
    for (const doubt of doubts) session.note(faultLine(doubt));
    return { change, actions, documents, placeOf: placeIn(documents) };
  } finally {
    activity.end();
  }
}

async function readFiles(
  session: Session,
  { file, draft, prune, "allow-empty": allowEmpty }: PlanValues,
  activity: Activity,
): Promise<ManifestDocument[]> {
  activity.say(`Reading ${file.length === 1 ? file[0] : `${file.length} files`} …`, isLarge(session, file));
  const ifEmpty = prune ? "If all of the set should be deleted, say so with `--allow-empty`." : undefined;
  return readManifests(file, { draft, ifEmpty: allowEmpty ? null : ifEmpty }, session.io);
}

function inputOf(
  documents: readonly ManifestDocument[],
  options: PlanValues,
  env: Parameters<typeof sourceOfRun>[0],
): Omit<WireChangeInput, "documents"> & {
  documents: ManifestDocument["input"][];
} {
  const {
    set,
    prune,
    dependents,
    "take-over": takeOver,
    "allow-replace": allowReplace,
    message,
    delete: deleted = [],
    reapply = [],
    replace = [],
    drift = [],
    documents: made = [],
  } = options;
  const absent = Object.fromEntries(made.map(({ input }) => [resourceId(input), "none"]));
  const deletions = [...new Set(deleted)].map((resource) => ({ resource, ...defined({ dependents }) }));
  return {
    documents: documents.map(({ input }) => input),
    ...defined({
      delete: deletions.length === 0 ? undefined : deletions,
      reapply: reapply.length === 0 ? undefined : [...reapply],
      replace: replace.length === 0 ? undefined : [...replace],
      drift: drift.length === 0 ? undefined : drift,
      if_match: made.length === 0 ? undefined : absent,
      set,
      dependents,
      message: message || undefined,
      prune: prune || undefined,
      allow_empty: options["allow-empty"] || undefined,
      take_over: takeOver || undefined,
      allow_replace: allowReplace || undefined,
    }),
    source: sourceOfRun(env),
  };
}

/** How many resources are named outside of files. */
function named({ delete: deleted = [], reapply = [], replace = [], drift = [] }: PlanValues): number {
  return deleted.length + reapply.length + replace.length + drift.length;
}

function isInvalid(error: unknown): error is Error & { issues: Parameters<typeof throwIssues>[0] } {
  return error instanceof Error && error.name === "ValidationError" && "issues" in error;
}

/** Whether reading files takes long. One that cannot be read is reported when it is. */
function isLarge({ io }: Session, files: readonly string[]): boolean {
  return files.some((file) => {
    try {
      const path = resolve(io.cwd, file);
      const stats = file === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory()) return readdirSync(path).length > MANY;
      return stats !== undefined && stats.size > MANY_BYTES;
    } catch {
      return false;
    }
  });
}
