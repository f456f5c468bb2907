import { statesText } from "../../change/set-argument.ts";
import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";

export const command = defineCommand({
  examples: [{ does: "All", run: "pragma sets list" }],
  async run({ session }) {
    const client = await session.client();
    const sets = await client.sets.list({ pageSize: 1_000, signal: session.io.signal }).toArray();
    await session.emit(sets, () =>
      table(
        ["SET", "RESOURCES", "STATES", "LAST CHANGE", "UPDATED"],
        sets.map(({ name, resources, by_state, last_change, updated_at }) => [
          name,
          resources,
          statesText(by_state),
          last_change,
          updated_at,
        ]),
        session.style,
        "No sets yet.",
      ),
    );
  },
});
