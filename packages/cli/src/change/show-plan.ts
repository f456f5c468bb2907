import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { exitCodeOf } from "../manifest/throw-issues.ts";
import type { Session } from "../session/session.ts";
import { planMarkdown } from "./show/plan-markdown.ts";
import type { Plan } from "./show/plan-sections.ts";
import { isEmpty, planText } from "./show/plan-text.ts";

/** Writes a plan as the result of a command: for people, as data, or as a comment. */
export async function emitPlan(session: Session, plan: Plan): Promise<void> {
  await session.emit(
    { ...plan.change, actions: plan.actions },
    () => planText(plan, session.style),
    () => planMarkdown(plan),
  );
}

/** Keeps a plan in a file that `pragma apply` takes, readable by its owner alone: it shows configs. */
export async function savePlan({ io }: Session, { change, actions }: Plan, file: string): Promise<void> {
  await writeFile(resolve(io.cwd, file), `${JSON.stringify({ ...change, actions }, null, 2)}\n`, { mode: 0o600 });
}

/**
 * The exit code of a command that shows a plan.
 *
 * @param detailed whether changes have a code of their own
 */
export function planExitCode({ change, actions }: Plan, detailed: boolean): ExitCode {
  const issues = actions.flatMap((action) => action.issues);
  if (change.counts.refuse > 0) return issues.length === 0 ? EXIT.usage : exitCodeOf(issues);
  return detailed && !isEmpty(change) ? EXIT.changes : EXIT.ok;
}
