import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { resourceTable } from "../../resource/resource-table.ts";

export const command = defineCommand({
  description: "It becomes failed; the real object may exist. Apply it again, or delete it.",
  args: { id: RESOURCE_ARGUMENT },
  examples: [
    { does: "Stop waiting for something that will not come", run: "pragma resources cancel postgres/database/main" },
  ],
  async run({ args, session }) {
    const resource = await (await session.client()).resources.cancel(args.id, { signal: session.io.signal });
    await session.emit(resource, () => resourceTable([resource], session.style));
  },
});
