import { join } from "node:path";
import type { Configuration } from "./configuration.ts";
import type { NpmSettings } from "./npm-settings.ts";
import type { Owner } from "./owner.ts";

/** Passed on to every service: what a process needs of the system, OpenTelemetry's variables, and the product's own. */
const SYSTEM =
  /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|LOG_LEVEL|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY|OTEL_\w+|PRAGMA_\w+)$/i;

/** Names for the API or the dashboard alone, or for this start alone. */
const NOT_SHARED = /^PRAGMA_(ADMIN_EMAIL|ADMIN_PASSWORD|BOOTSTRAP_TOKEN|SETUP_CODE|AUTH_SECRET)$/;

/** Clients registered at identity providers, and the mail server with its password: the dashboard's. */
const SIGN_IN = /^PRAGMA_(OIDC|GITHUB|GOOGLE|SMTP)_/;

/** Environment of all services. */
export function sharedEnvironment(
  env: NodeJS.ProcessEnv,
  configuration: Configuration,
  secrets: { databaseUrl: string; encryptionKeys: string },
): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(
    ([name]) => SYSTEM.test(name) && !NOT_SHARED.test(name) && !SIGN_IN.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: "production",
    DATABASE_URL: secrets.databaseUrl,
    PRAGMA_ENCRYPTION_KEYS: secrets.encryptionKeys,
    PRAGMA_PUBLIC_API_URL: env["PRAGMA_PUBLIC_API_URL"] || localUrl(configuration.apiPort),
    PRAGMA_PUBLIC_WEB_URL: env["PRAGMA_PUBLIC_WEB_URL"] || localUrl(configuration.webPort),
  };
}

/** The list of what providers may reach, with the server for users' databases for the shipped provider alone. */
function withUserDatabase(env: NodeJS.ProcessEnv, port: number): string {
  const listed = env["PRAGMA_EGRESS_ALLOW"]?.trim();
  return [...(listed ? [listed] : []), `postgres=127.0.0.1:${port}`].join(",");
}

/**
 * The worker's, which alone builds and runs providers.
 *
 * @param userDatabasePort of the server for users' databases; null if that is turned off
 */
export function workerEnvironment(
  shared: NodeJS.ProcessEnv,
  root: string,
  npm: NpmSettings,
  userDatabasePort: number | null,
): NodeJS.ProcessEnv {
  const env = { ...shared };
  if (userDatabasePort !== null) env["PRAGMA_EGRESS_ALLOW"] = withUserDatabase(shared, userDatabasePort);
  env["PRAGMA_PROVIDERS_DIR"] ||= join(root, "providers");
  if (npm.registry !== null) env["PRAGMA_NPM_REGISTRY"] ||= npm.registry;
  if (npm.certificates !== null) env["PRAGMA_NPM_CERTIFICATES"] ||= npm.certificates;
  return env;
}

/** The API's, which alone creates the first account. */
export function apiEnvironment(
  shared: NodeJS.ProcessEnv,
  configuration: Configuration,
  owner: Owner,
): NodeJS.ProcessEnv {
  return {
    ...shared,
    PRAGMA_API_HOST: configuration.host,
    PRAGMA_API_PORT: String(configuration.apiPort),
    ...(owner.account === null
      ? {}
      : { PRAGMA_ADMIN_EMAIL: owner.account.email, PRAGMA_ADMIN_PASSWORD: owner.account.password }),
    PRAGMA_BOOTSTRAP_TOKEN: owner.token,
  };
}

/** The dashboard's, which alone signs people in. */
export function webEnvironment(
  shared: NodeJS.ProcessEnv,
  env: NodeJS.ProcessEnv,
  configuration: Configuration,
  secrets: { setupCode: string; authSecret: string },
): NodeJS.ProcessEnv {
  return {
    ...shared,
    ...Object.fromEntries(Object.entries(env).filter(([name]) => SIGN_IN.test(name))),
    PRAGMA_WEB_HOST: configuration.host,
    PRAGMA_WEB_PORT: String(configuration.webPort),
    PRAGMA_AUTH_SECRET: secrets.authSecret,
    PRAGMA_SETUP_CODE: secrets.setupCode,
    // Next asks nobody how it is used.
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

export function localUrl(port: number): string {
  return `http://localhost:${port}`;
}
