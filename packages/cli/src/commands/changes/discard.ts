import { CHANGE_ARGUMENT, changeId } from "../../change/change-argument.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "Plans expire by themselves after 24 hours.",
  args: { change: CHANGE_ARGUMENT },
  examples: [{ does: "One", run: "pragma changes discard 0198f3c2-7a1e-7000-8000-000000000000" }],
  async run({ args, session }) {
    const client = await session.client();
    const change = await client.changes.discard(changeId(args.change, session.io), { signal: session.io.signal });
    await session.emit(change, () => `${change.id} is ${change.status}`);
  },
});
