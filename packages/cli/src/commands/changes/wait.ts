import { CHANGE_ARGUMENT, changeId } from "../../change/change-argument.ts";
import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";
import { sayOnInterrupt } from "../../session/say-on-interrupt.ts";

export const command = defineCommand({
  description:
    "Ends with 1 if something failed, or waits for something that may never come, and with 6 when the time is up.",
  args: { change: CHANGE_ARGUMENT },
  options: WAIT_OPTIONS,
  examples: [{ does: "One", run: "pragma changes wait 0198f3c2-7a1e-7000-8000-000000000000 --timeout 30m" }],
  async run({ args, options, session }) {
    const { deadlineOf, goesOnText, leftOf } = await import("../../change/apply-change.ts");
    const { followChange } = await import("../../change/follow-change.ts");
    const { reportChange } = await import("../../change/report-change.ts");
    const { timeout, missingTimeout } = waitTimesOf(options);
    const deadline = deadlineOf(timeout);
    const client = await session.client();
    const change = await client.changes.get(changeId(args.change, session.io), { signal: session.io.signal });
    const work = () => followChange(session, change, { timeout: leftOf(deadline), missingTimeout });
    return reportChange(session, await sayOnInterrupt(session, () => goesOnText(change), work), true);
  },
});
