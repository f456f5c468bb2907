import { defineCommand } from "../../../framework/command.ts";
import { printable } from "../../../output/printable.ts";
import { changeTags } from "../../../resource/change-tags.ts";
import { RESOURCE_ARGUMENT } from "../../../resource/friendly-id.ts";

export const command = defineCommand({
  args: { id: RESOURCE_ARGUMENT, tags: { value: "tag", description: "Tags", many: true } },
  examples: [{ does: "One less", run: "pragma resources tags remove postgres/database/main shop" }],
  async run({ args, session }) {
    const tags = await changeTags(await session.client(), args.id, (before) =>
      before.filter((tag) => !args.tags.includes(tag)),
    );
    await session.emit(tags, () => printable(tags.join("\n")) || "There are no tags.");
  },
});
