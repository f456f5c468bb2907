import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "--api-url sets the address of its API. The first context becomes the current one.",
  args: { name: { description: "Name of the context", complete: "context" } },
  options: {
    "dashboard-url": { type: "string", value: "url", description: "Address of the dashboard, for logins" },
  },
  examples: [
    {
      does: "Add one",
      run: "pragma config set-context staging --api-url https://api.example.com --dashboard-url https://pragma.example.com",
    },
  ],
  async run({ args, options, session }) {
    const store = await session.store();
    const before = (await store.contexts()).contexts[args.name];
    const apiUrl = session.globals.apiUrl ?? before?.apiUrl;
    if (apiUrl === undefined) throw usageError("--api-url is missing: the context is new");
    const authUrl = options["dashboard-url"] ?? before?.authUrl ?? null;
    for (const url of [apiUrl, authUrl]) {
      if (url !== null && !/^https?:\/\/[^/]/.test(url))
        throw usageError(`${JSON.stringify(url)} is not an http(s) URL`);
    }
    await store.setContext(args.name, { apiUrl, authUrl }).catch((error: Error) => {
      throw error.name === "PragmaError" ? usageError(error.message) : error;
    });
    const word = before === undefined ? "added" : "changed";
    await session.emit({ name: args.name, api_url: apiUrl, auth_url: authUrl }, () => `Context ${args.name} ${word}`);
  },
});
