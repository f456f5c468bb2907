import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "It is a secret: anyone who has it can do everything you can. Don't leave it in logs or histories.",
  examples: [
    {
      does: "Call the API with curl",
      run: 'curl -H "Authorization: Bearer $(pragma auth token)" http://localhost:8000/auth/me',
    },
  ],
  async run({ session }) {
    const { token, apiUrl } = await session.config();
    if (token === null) throw new CliError(`There is no token for ${apiUrl}`, { exitCode: EXIT.auth });
    await session.emit({ token }, () => token);
  },
});
