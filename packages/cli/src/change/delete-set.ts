import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { oneLine } from "../output/printable.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { deadlineOf, goesOnText, leftOf } from "./apply-change.ts";
import type { ApplyPlanOptions } from "./apply-plan.ts";
import { ask, canAsk } from "./ask.ts";
import { followChange } from "./follow-change.ts";
import { reportChange } from "./report-change.ts";

/** Resources named before the question. */
const MOST = 20;

/** Deletes all resources of a set, after a question on a terminal. @returns the exit code */
export async function deleteSet(session: Session, name: string, options: ApplyPlanOptions): Promise<ExitCode> {
  const deadline = deadlineOf(options.timeout);
  const client = await session.client();
  const { signal, stderr } = session.io;
  if (!options.yes && canAsk(session)) {
    const { ids, resources } = await client.sets.get(name, { signal });
    for (const id of ids.slice(0, MOST)) stderr.write(`- ${oneLine(id)}\n`);
    if (ids.length > MOST) stderr.write(`and ${ids.length - MOST} more\n`);
    const text = () => "Nothing was deleted.";
    const question = `\nDelete all ${resources} resources of ${oneLine(name)}?`;
    if (!(await sayOnInterrupt(session, text, () => ask(session, question)))) {
      session.note(text());
      return EXIT.failed;
    }
  }
  const change = await client.sets.delete(name, { signal });
  if (!options.wait) return reportChange(session, { change, actions: change.actions, error: null }, false);
  const work = () => followChange(session, change, { ...options, timeout: leftOf(deadline) });
  return reportChange(session, await sayOnInterrupt(session, () => goesOnText(change), work), true);
}
