import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { resourceTable } from "../../resource/resource-table.ts";

export const command = defineCommand({
  description: "The real object was not touched by the draft. Tags, protection and owners stay as they are.",
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "Leave a database as it is after all", run: "pragma resources discard postgres/database/main" }],
  async run({ args, session }) {
    const resource = await (await session.client()).resources.discard(args.id, { signal: session.io.signal });
    await session.emit(resource, () => resourceTable([resource], session.style));
  },
});
