import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  options: { provider: { type: "string", description: "Only of this provider", complete: "provider" } },
  examples: [{ does: "All", run: "pragma ops dead-letter list" }],
  async run({ options, session }) {
    const client = await session.client();
    const { provider } = options;
    const letters = await client.deadLetters.list(defined({ provider, signal: session.io.signal })).toArray();
    await session.emit(letters, () =>
      table(
        ["EVENT", "RESOURCE", "DID", "ATTEMPTS", "FAILED", "ERROR"],
        letters.map((letter) => [
          letter.event_id,
          `${letter.provider}/${letter.resource_type}/${letter.resource_name}`,
          letter.event_type,
          letter.attempt_count,
          letter.failed_at,
          letter.error_message,
        ]),
        session.style,
        "Nothing has failed.",
      ),
    );
  },
});
