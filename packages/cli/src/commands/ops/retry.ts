import type { OutboxEvent } from "@pragma/sdk";
import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  args: {
    events: { value: "event", description: "Ids of events", many: true, optional: true, complete: "dead-letter" },
  },
  options: {
    all: { type: "boolean", description: "All of them; those that are no longer failed are skipped" },
    provider: { type: "string", description: "With --all: only of this provider", complete: "provider" },
  },
  examples: [
    { does: "One", run: "pragma ops dead-letter retry 0198f3c2-7a1e-7000-8000-000000000000" },
    { does: "After an outage", run: "pragma ops dead-letter retry --all --provider postgres" },
  ],
  async run({ args, options, session }) {
    if (options.all === args.events.length > 0) throw usageError("Give either ids of events or --all");
    const { deadLetters } = await session.client();
    if (options.all) {
      const result = await deadLetters.retryAll(defined({ provider: options.provider }));
      await session.emit(result, () => `${result.retried_count} tried again, ${result.skipped_count} skipped`);
      return;
    }
    const retried: OutboxEvent[] = [];
    for (const id of args.events) retried.push(await deadLetters.retry(id));
    await session.emit(retried, () => `${retried.length} tried again`);
  },
});
