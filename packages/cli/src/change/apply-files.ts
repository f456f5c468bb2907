import { resourceKey } from "@pragma/language";
import type { Change, ChangeAction } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { throwIssues } from "../manifest/throw-issues.ts";
import { styleOf } from "../output/style.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { applyChange, deadlineOf } from "./apply-change.ts";
import { ask, canAsk } from "./ask.ts";
import type { Followed } from "./follow-change.ts";
import { type FilesPlan, planFiles } from "./plan-files.ts";
import type { PlanValues } from "./plan-options.ts";
import { isEmpty, planText } from "./show/plan-text.ts";
import { type DeclaredEnd, exitCodeOf, summaryOf } from "./summary.ts";
import { waitForUnchanged } from "./wait-for-unchanged.ts";

export interface ApplyFilesOptions extends PlanValues {
  /** Without a question. */
  yes: boolean;
  wait: boolean;
  /** Milliseconds; ten minutes by default, 0 for no limit. */
  timeout: number | undefined;
}

const TIME_IS_OVER =
  "The time is up. Work in progress continues; run the same apply again to wait for it, longer with --timeout.";
/** How often it is planned anew where others change the same things meanwhile, and nobody has to look at the plan. */
const MOST_PLANS = 5;

/**
 * Applies what files declare as one change: read, plan, show, ask, apply, follow, report.
 *
 * @returns the exit code
 * @throws CliError with file, line and column if anything is refused; nothing was applied then
 */
export async function applyFiles(session: Session, options: ApplyFilesOptions): Promise<ExitCode> {
  const deadline = deadlineOf(options.timeout);
  for (let count = 1; ; count++) {
    const plan = await sayOnInterrupt(
      session,
      () => "Nothing was applied.",
      () => planToApply(session, options),
    );
    const { change, documents } = plan;
    const asks = !isEmpty(change) && !options.yes && canAsk(session);
    if (
      asks &&
      !(await sayOnInterrupt(
        session,
        () => keptText(change),
        () => ask(session, "\nApply this change?"),
      ))
    ) {
      session.note(keptText(change));
      return EXIT.failed;
    }
    try {
      const followed = isEmpty(change)
        ? await discard(session, plan)
        : await applyChange(session, change, { wait: options.wait, deadline });
      const unchanged = unchangedOf(documents, followed.actions);
      const ended = options.wait ? await waitForUnchanged(session, followed, unchanged, deadline) : followed;
      return await report(
        session,
        { ...ended, change: withUnchanged(ended.change, unchanged.length) },
        documents,
        options.wait,
      );
    } catch (error) {
      if (!isStale(error) || asks || count >= MOST_PLANS) throw error;
      session.note("What the plan is based on has changed; planning again.");
    }
  }
}

async function planToApply(session: Session, options: ApplyFilesOptions): Promise<FilesPlan> {
  const plan = await planFiles(session, options);
  const { stderr, env } = session.io;
  const issues = plan.actions.flatMap((action) => action.issues);
  if (issues.length > 0) await discard(session, plan).catch(() => undefined);
  throwIssues(issues, plan.documents);
  if (session.globals.output === "table" && !isEmpty(plan.change))
    stderr.write(`${planText(plan, styleOf(stderr, env))}\n`);
  return plan;
}

/** Ids of documents that the change does nothing to; those that follow from others are not among them. */
function unchangedOf(documents: readonly ManifestDocument[], actions: readonly ChangeAction[]): string[] {
  const acted = new Set(actions.map(({ resource }) => resourceKey(resource)));
  return documents.map(({ id }) => id).filter((id) => !acted.has(id));
}

function withUnchanged(change: Change, unchanged: number): Change {
  return { ...change, counts: { ...change.counts, unchanged } };
}

/** A plan that nobody will apply. */
async function discard(session: Session, { change, actions }: FilesPlan): Promise<Followed> {
  const client = await session.client();
  await client.changes.discard(change, { signal: session.io.signal });
  return { change, actions, error: null };
}

function keptText({ id }: Change): string {
  return `Nothing was applied. \`pragma apply ${id}\` applies this plan, within 24 hours.`;
}

async function report(
  session: Session,
  followed: Followed,
  documents: readonly ManifestDocument[],
  waited: boolean,
): Promise<ExitCode> {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const declared: DeclaredEnd = {
    count: documents.length,
    placeOf: (key) => {
      const document = byId.get(key);
      return document === undefined ? null : `${document.file}:${document.locate([]).line}`;
    },
  };
  const { change, actions } = followed;
  await session.emit({ ...change, actions }, () =>
    waited ? summaryOf(followed, session.style, declared) : `${summaryOf(followed, session.style)}; not waited for`,
  );
  const exitCode = exitCodeOf(followed);
  if (exitCode === EXIT.timeout) session.note(TIME_IS_OVER);
  else if (exitCode !== EXIT.ok) session.note(undoText(change));
  return exitCode;
}

/** What can be done about a change that failed. */
export function undoText({ id }: Change): string {
  return `What succeeded stays. Fix it and apply again, or undo all of it with \`pragma changes revert ${id}\`.`;
}

function isStale(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof CliError || !("facts" in error)) return false;
  const { stale } = error.facts as { stale?: unknown };
  return Array.isArray(stale) && stale.length > 0;
}
