import { CHANGE_ARGUMENT, changeId } from "../../change/change-argument.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: `Nothing more of it begins. What had not begun is given back, with the config and the state of before; what waits between
attempts is cancelled; what runs is waited for, without another attempt. Then the change has failed, and can be undone.`,
  args: { change: CHANGE_ARGUMENT },
  options: {
    running: {
      type: "string",
      choices: ["wait", "cancel"],
      description: "What becomes of handlers that are running; wait by default",
    },
  },
  examples: [
    { does: "One", run: "pragma changes end 0198f3c2-7a1e-7000-8000-000000000000" },
    { does: "At once", run: "pragma changes end 0198f3c2-7a1e-7000-8000-000000000000 --running cancel" },
  ],
  async run({ args, options: { running }, session }) {
    const { reportEnding } = await import("../../change/report-ending.ts");
    const client = await session.client();
    const { signal } = session.io;
    const change = await client.changes.end(changeId(args.change, session.io), { running, signal });
    await reportEnding(session, change);
  },
});
