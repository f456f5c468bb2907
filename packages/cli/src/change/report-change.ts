import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import type { Session } from "../session/session.ts";
import { adviceOn } from "./advice.ts";
import type { Followed } from "./follow-change.ts";
import { exitCodeOf, startedText, summaryOf } from "./summary.ts";

/** Says what came of a change. @returns the exit code */
export async function reportChange(session: Session, followed: Followed, waited: boolean): Promise<ExitCode> {
  const { change, actions } = followed;
  await session.emit({ ...change, actions }, () =>
    waited ? summaryOf(followed, session.style) : startedText(change, session.style),
  );
  const exitCode = exitCodeOf(followed);
  if (exitCode === EXIT.timeout)
    session.note(`The time is up. The change continues; \`pragma changes wait ${change.id}\` waits for it.`);
  else if (exitCode !== EXIT.ok) session.note(await adviceOn(session, change, actions));
  return exitCode;
}
