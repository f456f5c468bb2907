import type { Pragma } from "@pragma/sdk";
import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
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
    if (types.length === 0 && args.provider !== undefined) throw await unknownProvider(client, args.provider);
    await session.emit(types, () =>
      table(
        ["TYPE", "DESCRIPTION"],
        types.map(({ provider, resource, description }) => [`${provider}/${resource}`, description]),
        session.style,
        "No types yet.",
      ),
    );
  },
});

/** Every provider has types: one without any does not exist, or was never deployed. */
async function unknownProvider(client: Pragma, provider: string): Promise<CliError> {
  const known = new Set((await client.resources.types().toArray()).map((type) => type.provider));
  return new CliError(`No provider ${provider} is deployed`, {
    exitCode: EXIT.notFound,
    hint: `Providers with types: ${[...known].sort().join(", ")}.`,
  });
}
