import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";

export const command = defineCommand({
  examples: [{ does: "All", run: "pragma tokens list" }],
  async run({ session }) {
    const tokens = await (await session.client()).tokens.list({ signal: session.io.signal }).toArray();
    await session.emit(tokens, () =>
      table(
        ["ID", "NAME", "PREFIX", "SCOPES", "EXPIRES", "LAST USED"],
        tokens.map((token) => [
          token.id,
          token.name,
          token.prefix,
          token.scopes.join(","),
          token.expires_at ?? "never",
          token.last_used_at ?? "never",
        ]),
        session.style,
        "No tokens yet.",
      ),
    );
  },
});
