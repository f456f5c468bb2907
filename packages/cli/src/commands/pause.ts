import { defineCommand } from "../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../resource/friendly-id.ts";
import { setPaused } from "../resource/set-paused.ts";

export const command = defineCommand({
  description: `What a provider has in hand ends; then nothing of them is handed over until they are resumed, a deletion included. What uses
their values keeps the last ones.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  examples: [{ does: "While somebody works on it by hand", run: "pragma pause postgres/database/main" }],
  async run({ args, session }) {
    await setPaused(session, args.ids, true);
  },
});
