import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "The token stays valid until it expires; `pragma auth logout` revokes it.",
  args: { name: { description: "Name of the context", complete: "context" } },
  examples: [{ does: "Forget one", run: "pragma config delete-context staging" }],
  async run({ args, session }) {
    const deleted = await (await session.store()).deleteContext(args.name);
    if (!deleted) throw new CliError(`There is no context "${args.name}"`, { exitCode: EXIT.notFound });
    await session.emit({ name: args.name, deleted }, () => `Context ${args.name} deleted`);
  },
});
