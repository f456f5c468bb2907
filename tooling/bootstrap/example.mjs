// `npm run example [-- --organization ID]`: applies `examples/` to the organization that a token is of, and says which one
// that is. The token is PRAGMA_AUTH_TOKEN, or the one that `npm start` wrote for the first organization. Whoever looks at
// another one in the dashboard is told its id there, and with it nothing is written anywhere else.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { handOver } from "./lib/hand-over.mjs";

// npm runs its scripts in the folder of the package.
const folder = process.cwd();
const { organization } = parseArgs({ options: { organization: { type: "string" } } }).values;
const apiUrl = process.env.PRAGMA_API_URL ?? "http://127.0.0.1:8000";

/** @returns {string} */
function readToken() {
  if (process.env.PRAGMA_AUTH_TOKEN) return process.env.PRAGMA_AUTH_TOKEN;
  const state = process.env.PRAGMA_STATE_DIR ?? join(folder, ".pragma");
  try {
    return readFileSync(join(state, "owner-token"), "utf8").trim();
  } catch {
    throw new Error("There is no token: run `npm start` in this folder, or set PRAGMA_AUTH_TOKEN");
  }
}

/**
 * @param {string} token
 * @returns {Promise<{ organization_id: string, organization_name: string }>}
 */
async function readIdentity(token) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${apiUrl}/auth/me`, { headers }).catch(() => {
    throw new Error(`The API does not answer at ${apiUrl}: run \`npm start\`, or set PRAGMA_API_URL`);
  });
  if (!response.ok) throw new Error(`The API at ${apiUrl} does not know the token: it answered ${response.status}`);
  const me = await response.json();
  return /** @type {{ organization_id: string, organization_name: string }} */ (me);
}

try {
  const token = readToken();
  const me = await readIdentity(token);
  if (organization !== undefined && organization !== me.organization_id) {
    throw new Error(
      `The token is of ${me.organization_name} (${me.organization_id}), not of organization ${organization}. Create one ` +
        "there, under Tokens, and set PRAGMA_AUTH_TOKEN to it. Nothing was applied.",
    );
  }
  console.log(`Applying the example to ${me.organization_name}`);
  const pragma = join(folder, "packages/cli/dist/pragma.js");
  const env = { ...process.env, PRAGMA_API_URL: apiUrl, PRAGMA_AUTH_TOKEN: token };
  process.exitCode = await handOver(process.execPath, [pragma, "resources", "apply", "-f", "examples/"], {
    cwd: folder,
    env,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
