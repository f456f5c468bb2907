import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { healthFields } from "../../resource/health-fields.ts";

export const command = defineCommand({
  description: "Ends with 1 if it is unhealthy, and with 4 if its type cannot tell.",
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "Is it there and well?", run: "pragma resources health postgres/database/main" }],
  async run({ args, session }) {
    const client = await session.client();
    const health = await client.resources.health(args.id, { signal: session.io.signal });
    await session.emit(health, () => healthFields(health, session.style));
    return health.status === "unhealthy" ? EXIT.failed : EXIT.ok;
  },
});
