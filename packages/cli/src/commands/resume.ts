import { defineCommand } from "../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../resource/friendly-id.ts";
import { setPaused } from "../resource/set-paused.ts";

export const command = defineCommand({
  description: "What waited meanwhile is carried out: a change of it, of a value that it uses, or its deletion.",
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  examples: [{ does: "Afterwards", run: "pragma resume postgres/database/main" }],
  async run({ args, session }) {
    await setPaused(session, args.ids, false);
  },
});
