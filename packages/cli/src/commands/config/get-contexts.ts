import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";

export const command = defineCommand({
  examples: [{ does: "All of them, the current one with a star", run: "pragma config get-contexts" }],
  async run({ session }) {
    const store = await session.store();
    const { current, contexts } = await store.contexts();
    const rows = await Promise.all(
      Object.entries(contexts).map(async ([name, { apiUrl, authUrl }]) => {
        const logged_in = (await store.token(name)) !== null;
        return { name, current: name === current, api_url: apiUrl, auth_url: authUrl, logged_in };
      }),
    );
    await session.emit(rows, () =>
      table(
        ["CURRENT", "NAME", "API", "DASHBOARD", "LOGGED IN"],
        rows.map((row) => [row.current ? "*" : " ", row.name, row.api_url, row.auth_url, row.logged_in ? "yes" : "no"]),
        session.style,
        "There are no contexts: `pragma auth login` creates one.",
      ),
    );
  },
});
