import { relative } from "node:path";
import type { Configuration } from "./configuration.ts";
import type { Owner } from "./owner.ts";
import { localUrl } from "./services.ts";

/** Text about what to do next, printed when all is up. */
export function summary(options: {
  root: string;
  configuration: Configuration;
  owner: Owner;
  /** Nobody can sign in yet: the first account is to be made in the dashboard. */
  setup: boolean;
  userDatabaseFile: string | null;
  /** Boundary between provider code and the platform, in a sentence. */
  sandbox: string;
}): string {
  const { configuration, owner } = options;
  const api = localUrl(configuration.apiPort);
  const shown = (file: string): string => relative(options.root, file);
  const web = localUrl(configuration.webPort);
  const token = owner.tokenFile ? `$(cat ${shown(owner.tokenFile)})` : "$PRAGMA_BOOTSTRAP_TOKEN";
  const lines = [
    "",
    "Pragma is running.",
    "",
    `  Dashboard  ${web}`,
    `  API        ${api}   (reference: ${api}/docs)`,
    ...(options.setup
      ? [
          `  Set-up     ${web}/setup?code=${owner.setupCode}`,
          "             makes the first account; the code works once",
        ]
      : []),
    ...(owner.tokenFile ? [`  Token      in ${shown(owner.tokenFile)}, an API token of the first account`] : []),
    ...(options.userDatabaseFile
      ? [`  Databases  a PostgreSQL server to try things on, URL in ${shown(options.userDatabaseFile)}`]
      : []),
    "",
    ...(options.sandbox === "" ? [] : [`  ${options.sandbox}`, ""]),
    "  Try it:",
    `    curl -H "Authorization: Bearer ${token}" ${api}/auth/me`,
    ...(options.userDatabaseFile ? [`    ${exampleCommand(configuration.apiPort)}`] : []),
    "",
    "Ctrl-C stops it.",
    "",
  ];
  return lines.join("\n");
}

function exampleCommand(apiPort: number): string {
  return apiPort === 8000 ? "npm run example" : `PRAGMA_API_URL=${localUrl(apiPort)} npm run example`;
}
