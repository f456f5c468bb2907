import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { stateCell } from "../../output/state.ts";
import { fields } from "../../output/table.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

export const command = defineCommand({
  description: "Ends with 1 if it is unhealthy, and with 4 if its type cannot tell.",
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "Is it there and well?", run: "pragma resources health postgres/database/main" }],
  async run({ args, session }) {
    const client = await session.client();
    const health = await client.resources.health(args.id, { signal: session.io.signal });
    const details = Object.entries(health.details ?? {}).map(([name, value]) => {
      return [name, typeof value === "string" ? value : JSON.stringify(value)] as const;
    });
    await session.emit(health, () =>
      fields([["Status", stateCell(health.status)], ["Message", health.message], ...details], session.style),
    );
    return health.status === "unhealthy" ? EXIT.failed : EXIT.ok;
  },
});
