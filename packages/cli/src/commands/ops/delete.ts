import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  args: {
    events: { value: "event", description: "Ids of events", many: true, optional: true, complete: "dead-letter" },
  },
  options: {
    all: { type: "boolean", description: "All of them" },
    provider: { type: "string", description: "All of this provider", complete: "provider" },
  },
  examples: [
    { does: "One", run: "pragma ops dead-letter delete 0198f3c2-7a1e-7000-8000-000000000000" },
    { does: "All of a provider", run: "pragma ops dead-letter delete --provider postgres" },
  ],
  async run({ args, options, session }) {
    const { all, provider } = options;
    const ways = [args.events.length > 0, all, provider !== undefined].filter(Boolean).length;
    if (ways !== 1) throw usageError("Give either ids of events, --all or --provider");
    const { deadLetters } = await session.client();
    if (args.events.length > 0) {
      for (const id of args.events) await deadLetters.delete(id);
      return session.emit({ deleted_count: args.events.length }, () => `${args.events.length} deleted`);
    }
    const result = await deadLetters.deleteAll(provider === undefined ? { all: true } : { provider });
    await session.emit(result, () => `${result.deleted_count} deleted`);
  },
});
