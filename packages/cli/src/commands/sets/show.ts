import { SET_ARGUMENT, statesText } from "../../change/set-argument.ts";
import { defineCommand } from "../../framework/command.ts";
import { oneLine } from "../../output/printable.ts";
import { fields } from "../../output/table.ts";

export const command = defineCommand({
  args: { set: SET_ARGUMENT },
  examples: [{ does: "One", run: "pragma sets show shop" }],
  async run({ args, session }) {
    const client = await session.client();
    const set = await client.sets.get(args.set, { signal: session.io.signal });
    await session.emit(set, () => {
      const rows = [
        ["Set", set.name],
        ["Resources", `${set.resources} (${statesText(set.by_state)})`],
        ["Last change", set.last_change],
        ["Updated", set.updated_at],
      ] as const;
      return [fields(rows, session.style), "", ...set.ids.map(oneLine)].join("\n");
    });
  },
});
