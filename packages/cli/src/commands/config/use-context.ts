import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  args: { name: { description: "Name of the context", complete: "context" } },
  examples: [{ does: "Work on staging from now on", run: "pragma config use-context staging" }],
  async run({ args, session }) {
    const store = await session.store();
    await store.useContext(args.name).catch((error: Error) => {
      throw error.name === "PragmaError" ? new CliError(error.message, { exitCode: EXIT.notFound }) : error;
    });
    await session.emit({ current_context: args.name }, () => `The current context is ${args.name}`);
  },
});
