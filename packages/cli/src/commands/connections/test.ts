import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { healthFields } from "../../resource/health-fields.ts";

export const command = defineCommand({
  description: "Ends with 1 unless it is healthy, and with 4 if its provider cannot tell.",
  args: {
    id: {
      ...RESOURCE_ARGUMENT,
      value: "connection",
      description: "provider/connection/name, such as postgres/connection/main, or its id",
      complete: "connection",
    },
  },
  examples: [{ does: "Can the server be reached?", run: "pragma connections test postgres/connection/main" }],
  async run({ args, session }) {
    const client = await session.client();
    const health = await client.resources.health(args.id, { signal: session.io.signal });
    await session.emit(health, () => healthFields(health, session.style));
    return health.status === "healthy" ? EXIT.ok : EXIT.failed;
  },
});
