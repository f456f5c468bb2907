import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  args: { provider: { description: "Only of this provider", optional: true, complete: "provider" } },
  examples: [
    { does: "All", run: "pragma resources types" },
    { does: "What a type takes, as JSON Schema", run: "pragma resources types postgres -o json | jq '.[0].schema'" },
  ],
  async run({ args, session }) {
    const client = await session.client();
    const types = await client.resources
      .types(defined({ provider: args.provider, signal: session.io.signal }))
      .toArray();
    await session.emit(types, () =>
      table(
        ["TYPE", "DESCRIPTION"],
        types.map(({ provider, resource, description }) => [`${provider}/${resource}`, description]),
        session.style,
        "There are none.",
      ),
    );
  },
});
