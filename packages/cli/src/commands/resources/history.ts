import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { historyTable } from "../../resource/history-table.ts";
import { firstOf } from "../../session/first-of.ts";

const DEFAULT_LIMIT = 50;

export const command = defineCommand({
  args: { id: RESOURCE_ARGUMENT },
  options: {
    limit: { type: "number", min: 1, description: `How many entries to show at most; ${DEFAULT_LIMIT} if left out` },
  },
  examples: [
    { does: "The last entries", run: "pragma resources history postgres/database/main" },
    { does: "What changed, with values", run: "pragma resources history pragma/config/site -o yaml" },
  ],
  async run({ args, options, session }) {
    const { limit = DEFAULT_LIMIT } = options;
    const client = await session.client();
    const events = await firstOf(limit, (pageSize) =>
      client.resources.history(args.id, { pageSize, signal: session.io.signal }),
    );
    await session.emit(events, () => historyTable(events, session.style));
  },
});
