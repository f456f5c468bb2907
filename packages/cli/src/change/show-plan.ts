import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError } from "../errors/cli-error.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { exitCodeOf } from "../manifest/throw-issues.ts";
import { styleOf } from "../output/style.ts";
import type { Session } from "../session/session.ts";
import { planMarkdown } from "./show/plan-markdown.ts";
import type { Plan } from "./show/plan-sections.ts";
import { differs, isEmpty, planText } from "./show/plan-text.ts";

/** Writes a plan as the result of a command: for people, as data, or as a comment. */
export async function emitPlan(session: Session, plan: Plan): Promise<void> {
  await session.emit(
    { ...plan.change, actions: plan.actions },
    () => planText(plan, session.style),
    () => planMarkdown(plan),
  );
}

/** Shows people what is about to be done, on stderr: it is not the result. */
export function previewPlan({ io, globals }: Session, plan: Plan): void {
  if (globals.output === "table" && !isEmpty(plan.change))
    io.stderr.write(`${planText(plan, styleOf(io.stderr, io.env))}\n`);
}

/**
 * Keeps a plan in a file that `pragma apply` takes, readable by its owner alone: it shows configs. A file that is there
 * already is replaced, and its mode with it.
 *
 * @throws CliError if it cannot be written
 */
export async function savePlan({ io }: Session, { change, actions }: Plan, file: string): Promise<void> {
  const path = resolve(io.cwd, file);
  const part = `${path}.${randomUUID()}`;
  try {
    await writeFile(part, `${JSON.stringify({ ...change, actions }, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new CliError(`The plan cannot be saved as ${file}: ${REASONS[code] ?? code}`, {
      hint: `\`pragma apply ${change.id}\` applies it, within 24 hours.`,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is not a folder",
  EISDIR: "that is a folder",
  EBUSY: "that is a folder, or in use",
  ENOTEMPTY: "that is a folder",
  EACCES: "that is not allowed",
  EPERM: "that is not allowed",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

/**
 * The exit code of a command that shows a plan.
 *
 * @param detailed whether changes have a code of their own
 */
export function planExitCode({ change, actions }: Plan, detailed: boolean): ExitCode {
  const issues = actions.flatMap((action) => action.issues);
  if (change.counts.refuse > 0) return issues.length === 0 ? EXIT.usage : exitCodeOf(issues);
  return detailed && differs(change) ? EXIT.changes : EXIT.ok;
}
