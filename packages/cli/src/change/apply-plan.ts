import type { Change } from "@pragma/sdk";
import { usageError } from "../errors/cli-error.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { throwIssues } from "../manifest/throw-issues.ts";
import { styleOf } from "../output/style.ts";
import type { WaitTimes } from "../resource/duration.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { applyChange, deadlineOf } from "./apply-change.ts";
import { ask, canAsk } from "./ask.ts";
import { readChange } from "./change-argument.ts";
import { readActions } from "./read-actions.ts";
import { reportChange } from "./report-change.ts";
import { planText } from "./show/plan-text.ts";

export interface ApplyPlanOptions extends WaitTimes {
  /** Without a question. */
  yes: boolean;
  wait: boolean;
}

/** Applies a plan, shown again before, and waits until it is carried out. @returns the exit code */
export async function applyPlan(session: Session, text: string, options: ApplyPlanOptions): Promise<ExitCode> {
  const { timeout, ...rest } = options;
  const deadline = deadlineOf(timeout);
  const client = await session.client();
  const { signal } = session.io;
  const named = readChange(text, session.io);
  const change = await client.changes.get(named.id, { signal });
  if (change.status === "planned") {
    const actions = await readActions(client, change, signal);
    if (named.actions !== undefined && JSON.stringify(named.actions) !== JSON.stringify(actions)) {
      throw usageError(
        `${text} was edited: it is not the plan that was saved, and nothing was applied`,
        `The API keeps the plan itself: \`pragma changes show ${named.id}\` shows it, and \`pragma apply ${named.id}\` applies it.`,
      );
    }
    throwIssues(
      actions.flatMap(({ issues }) => issues),
      [],
    );
    if (!(await agreed(session, change, actions, options.yes))) return EXIT.failed;
  }
  const followed = await applyChange(session, change, { ...rest, deadline });
  return reportChange(session, followed, options.wait);
}

async function agreed(session: Session, change: Change, actions: Change["actions"], yes: boolean): Promise<boolean> {
  const { stderr, env } = session.io;
  if (session.globals.output === "table")
    stderr.write(`${planText({ change, actions, placeOf: () => null }, styleOf(stderr, env))}\n`);
  if (yes || !canAsk(session)) return true;
  const text = () => "Nothing was applied.";
  if (await sayOnInterrupt(session, text, () => ask(session, "\nApply this change?"))) return true;
  session.note(text());
  return false;
}
