import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  examples: [{ does: "In a prompt", run: "pragma config current-context" }],
  async run({ session }) {
    const { current } = await (await session.store()).contexts();
    if (current === null) throw new CliError("There is no current context", { exitCode: EXIT.notFound });
    await session.emit({ current_context: current }, () => current);
  },
});
