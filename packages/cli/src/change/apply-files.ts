import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { throwIssues } from "../manifest/throw-issues.ts";
import type { WaitTimes } from "../resource/duration.ts";
import type { Session } from "../session/session.ts";
import { adviceOn } from "./advice.ts";
import { deadlineOf } from "./apply-change.ts";
import { canAsk } from "./ask.ts";
import { carryOut, discard } from "./carry-out.ts";
import type { Followed } from "./follow-change.ts";
import { type FilesPlan, planFiles } from "./plan-files.ts";
import type { PlanValues } from "./plan-options.ts";
import { previewPlan } from "./show-plan.ts";
import { type DeclaredEnd, exitCodeOf, startedText, summaryOf } from "./summary.ts";

export interface ApplyFilesOptions extends PlanValues, WaitTimes {
  /** Without a question. */
  yes: boolean;
  wait: boolean;
}

const TIME_IS_OVER =
  "The time is up. Work in progress continues; run the same apply again to wait for it, longer with --timeout.";

/**
 * Applies what files declare as one change: read, plan, show, ask, apply, follow, report.
 *
 * @returns the exit code
 * @throws CliError with file, line and column if anything is refused; nothing was applied then
 */
export async function applyFiles(session: Session, options: ApplyFilesOptions): Promise<ExitCode> {
  const deadline = deadlineOf(options.timeout);
  const asks = !options.yes && canAsk(session);
  const done = await carryOut(session, {
    plan: () => planToApply(session, options),
    questionOf: async () => (asks ? "Apply this change?" : null),
    wait: options.wait,
    deadline,
    missingTimeout: options.missingTimeout,
  });
  if (done === null) return EXIT.failed;
  const { followed, plan } = done;
  return report(session, followed, plan.documents, options.wait);
}

async function planToApply(session: Session, options: ApplyFilesOptions): Promise<FilesPlan> {
  const plan = await planFiles(session, options);
  const issues = plan.actions.flatMap((action) => action.issues);
  if (issues.length > 0) await discard(session, plan).catch(() => undefined);
  throwIssues(issues, plan.documents);
  previewPlan(session, plan);
  return plan;
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
      return document === undefined || document.file === null ? null : `${document.file}:${document.locate([]).line}`;
    },
  };
  const { change, actions } = followed;
  await session.emit({ ...change, actions }, () =>
    waited ? summaryOf(followed, session.style, declared) : startedText(change, session.style),
  );
  const exitCode = exitCodeOf(followed);
  if (exitCode === EXIT.timeout) session.note(TIME_IS_OVER);
  else if (exitCode !== EXIT.ok) session.note(await adviceOn(session, change, actions));
  return exitCode;
}
