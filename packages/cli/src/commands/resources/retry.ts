import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { resourceTable } from "../../resource/resource-table.ts";

export const command = defineCommand({
  description: "Between two attempts, the next one starts now. A failed deletion is started again.",
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "Try again what failed", run: "pragma resources retry postgres/database/main" }],
  async run({ args, session }) {
    const resource = await (await session.client()).resources.retry(args.id, { signal: session.io.signal });
    await session.emit(resource, () =>
      resource === null ? `${args.id} is gone` : resourceTable([resource], session.style),
    );
  },
});
