import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";
import { loginTarget, storeLogin } from "../../login/login-target.ts";
import { readStdin } from "../../session/read-stdin.ts";

/** Anything longer is not a token. */
const MAX_TOKEN_BYTES = 64 * 1024;

export const command = defineCommand({
  description:
    "The browser asks you for consent, and the token it hands over is kept for the context, readable by you alone. The first\nlogin creates the context `default`; `--context` and `--api-url` together create another.",
  options: {
    "dashboard-url": { type: "string", value: "url", description: "Address of the dashboard, if it is not known yet" },
    scope: {
      type: "strings",
      short: "s",
      description: "Scopes of the token; by default all of yours except secrets:reveal and tokens:write",
    },
    organization: {
      type: "string",
      value: "id",
      description: "Organization of the token: its id, or its name in addresses; the browser lets you choose",
    },
    "no-browser": { type: "boolean", description: "Print the address to open, and read the code that comes back" },
    "token-stdin": { type: "boolean", description: "Read a token from stdin, for CI" },
  },
  examples: [
    { does: "Log in to Pragma on this machine", run: "pragma auth login" },
    {
      does: "Log in to another installation",
      run: "pragma auth login --context prod --api-url https://api.example.com --dashboard-url https://pragma.example.com",
    },
    { does: "From a remote shell", run: "pragma auth login --no-browser" },
    { does: "With a token that only reads", run: "pragma auth login --scope resources:read,providers:read" },
    { does: "In CI", run: 'printf %s "$TOKEN" | pragma auth login --token-stdin' },
  ],
  async run({ options, session }) {
    const target = await loginTarget(session, options["dashboard-url"]);
    if (!options["token-stdin"]) {
      const { browserLogin } = await import("../../login/browser-login.ts");
      const { loginScopes } = await import("../../login/login-scopes.ts");
      const { organization } = options;
      const asked = { browser: !options["no-browser"], scopes: loginScopes(options.scope), organization };
      await storeLogin(session, target, await browserLogin(session, target, asked));
      return;
    }
    if (options["no-browser"]) throw usageError("--token-stdin and --no-browser exclude each other");
    if (options.scope.length > 0) throw usageError("--token-stdin and --scope exclude each other");
    if (options.organization !== undefined) throw usageError("--token-stdin and --organization exclude each other");
    const token = (await readStdin(session.io, MAX_TOKEN_BYTES)).toString("utf8").trim();
    if (token === "") throw usageError("There is no token on stdin");
    await storeLogin(session, target, token);
  },
});
