import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";

export const command = defineCommand({
  args: {
    provider: PROVIDER_ARGUMENT,
    version: { description: "Version; the newest if left out", optional: true, complete: "build" },
  },
  examples: [{ does: "Why did it fail?", run: "pragma providers logs note-store" }],
  async run({ args, session }) {
    const { providers } = await session.client();
    const { signal } = session.io;
    const version = args.version ?? (await providers.builds(args.provider, { signal }))[0]?.version;
    if (version === undefined) throw new CliError(`${args.provider} has no builds`, { exitCode: EXIT.notFound });
    for await (const line of providers.buildLogs(args.provider, version, { signal })) session.print(printable(line));
  },
});
