import { defineCommand } from "../../../framework/command.ts";
import { printable } from "../../../output/printable.ts";
import { RESOURCE_ARGUMENT } from "../../../resource/friendly-id.ts";

export const command = defineCommand({
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "A line each", run: "pragma resources tags list postgres/database/main" }],
  async run({ args, session }) {
    const tags = (await (await session.client()).resources.get(args.id)).tags ?? [];
    await session.emit(tags, () => printable(tags.join("\n")) || "There are no tags.");
  },
});
