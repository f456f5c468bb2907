import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LOGS } from "./paths.ts";

/** Those of our own services, and of Next, which has a format of its own. */
const ERROR = /"level":"(?:error|fatal)"|^⨯|^failed to/;

/** Provoked by a test: another site's attempt to run an action. */
const PROVOKED = /^⨯ Error: Invalid Server Actions request\.$/;

/** Begins the logs of services from which a test takes what they need. */
export const OUTAGE = "outage-";

/** The errors that the services logged: a fault that no page shows is one all the same. */
export async function loggedErrors(): Promise<string[]> {
  const names = (await readdir(LOGS)).filter((name) => !name.includes("postgres") && !name.startsWith(OUTAGE));
  const found = await Promise.all(
    names.map(async (name) => {
      const lines = (await readFile(join(LOGS, name), "utf8")).split("\n");
      return lines.filter((line) => ERROR.test(line) && !PROVOKED.test(line)).map((line) => `${name}: ${line}`);
    }),
  );
  return found.flat();
}
