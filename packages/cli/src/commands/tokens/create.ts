import type { Scope } from "@pragma/sdk";
import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";
import { futureMoment } from "../../resource/duration.ts";

export const command = defineCommand({
  description: "Only the token is written to stdout, so that a script can store it.",
  args: { name: { description: "What it is for" } },
  options: {
    scope: {
      type: "strings",
      short: "s",
      description: "What it may do, such as resources:read; only scopes that you have",
    },
    expires: {
      type: "string",
      value: "when",
      description: "When it expires: a timestamp, or after how long, such as 30d; never if left out",
    },
  },
  examples: [
    {
      does: "For a pipeline that applies",
      run: "pragma tokens create ci --scope resources:read --scope resources:write --expires 90d",
    },
  ],
  async run({ args, options, session }) {
    if (options.scope.length === 0)
      throw usageError("--scope is missing", "For example --scope resources:read; a token has no rights by itself.");
    // The API knows the valid scopes, and its error lists them.
    const scopes = options.scope.flatMap((text) => text.split(",")) as Scope[];
    const expires_at = options.expires === undefined ? null : futureMoment(options.expires, "--expires");
    const created = await (await session.client()).tokens.create({ name: args.name, scopes, expires_at });
    session.note(`Token ${created.id} created. Its secret will not be shown again.`);
    await session.emit(created, () => created.token);
  },
});
