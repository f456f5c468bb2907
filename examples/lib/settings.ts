import { parseArgs } from "node:util";
import { Fault } from "./fault.ts";

/** What the program was asked to do, and with what. */
export interface Settings {
  file: string;
  apiUrl: string;
  token: string;
  timeoutMs: number;
}

/** Written by `npm start`: a token of the first account. */
const TOKEN_FILE = ".pragma/owner-token";

export const USAGE = `Usage: node examples/apply.ts <file.yaml> [--timeout <seconds>]

Applies every resource of the file, waits until all are ready, prints their outputs, and runs a query in each
database by the URL among its outputs.

  PRAGMA_API_URL                 the API, http://127.0.0.1:8000 if unset
  PRAGMA_AUTH_TOKEN              a token; if unset, the content of ${TOKEN_FILE}, which \`npm start\` writes
  PRAGMA_EXAMPLE_DATABASE_URL    for shop.yaml: administrator's URL of a PostgreSQL server; if unset, the content of
                                 .pragma/user-database-url, which \`npm start\` writes

Exit codes: 0 all ready, 1 a resource failed or was refused, 2 wrong arguments or file, 3 no API, 4 token refused`;

/** Reads arguments and environment. Throws Fault. `readFile` gives undefined for a file that is not there. */
export function readSettings(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string | undefined,
): Settings {
  const { file, timeout } = parse(args);
  const token = env.PRAGMA_AUTH_TOKEN || readFile(TOKEN_FILE)?.trim();
  if (!token) {
    throw new Fault(
      "denied",
      `No token: set PRAGMA_AUTH_TOKEN, or start Pragma by \`npm start\`, which writes ${TOKEN_FILE}`,
    );
  }
  return { file, token, apiUrl: env.PRAGMA_API_URL || "http://127.0.0.1:8000", timeoutMs: timeout * 1000 };
}

function parse(args: string[]): { file: string; timeout: number } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { timeout: { type: "string", default: "300" } },
    });
    const [file, ...more] = positionals;
    const timeout = Number(values.timeout);
    if (file === undefined || more.length > 0 || !(timeout > 0)) throw new Fault("usage", USAGE);
    return { file, timeout };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault("usage", `${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}
