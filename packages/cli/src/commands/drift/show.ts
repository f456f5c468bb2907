import { defineCommand } from "../../framework/command.ts";
import { driftText } from "../../resource/drift-text.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

export const command = defineCommand({
  description: "Nothing is checked for this. What is absent is shown as -, and at most 100 differences.",
  args: { id: RESOURCE_ARGUMENT },
  options: {
    reveal: { type: "boolean", description: "Show secrets; needs the scope secrets:reveal, and is audited" },
  },
  examples: [{ does: "What did somebody change?", run: "pragma drift show postgres/database/main" }],
  async run({ args, options, session }) {
    const client = await session.client();
    const reveal = options.reveal || undefined;
    const drift = await client.resources.drift(args.id, { reveal, signal: session.io.signal });
    await session.emit(drift, () => driftText(drift, session.style));
  },
});
