import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  args: { id: { description: "Id of the token, as `pragma tokens list` shows it", complete: "token" } },
  examples: [{ does: "One that leaked", run: "pragma tokens revoke 0198f3c2-7a1e-7000-8000-000000000000" }],
  async run({ args, session }) {
    await (await session.client()).tokens.revoke(args.id);
    await session.emit({ id: args.id, revoked: true }, () => `Token ${args.id} revoked`);
  },
});
