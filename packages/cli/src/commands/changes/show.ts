import { CHANGE_ARGUMENT, changeId } from "../../change/change-argument.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "-o json has all of it, -o markdown is a comment for a pull request.",
  markdown: true,
  args: { change: CHANGE_ARGUMENT },
  examples: [{ does: "One", run: "pragma changes show 0198f3c2-7a1e-7000-8000-000000000000" }],
  async run({ args, session }) {
    const { readActions } = await import("../../change/read-actions.ts");
    const { changeFields } = await import("../../change/change-fields.ts");
    const { planMarkdown } = await import("../../change/show/plan-markdown.ts");
    const { planText } = await import("../../change/show/plan-text.ts");
    const client = await session.client();
    const { signal } = session.io;
    const change = await client.changes.get(changeId(args.change, session.io), { signal });
    const actions = await readActions(client, change, signal);
    const plan = { change, actions, placeOf: () => null };
    await session.emit(
      { ...change, actions },
      () => `${changeFields(plan, session.style)}\n\n${planText(plan, session.style)}`,
      () => planMarkdown(plan),
    );
  },
});
