import { StartError } from "./start-error.ts";

/** Settings of a start from the environment (and `.env`). */
export interface Configuration {
  /** An outside PostgreSQL; null starts the embedded one. */
  readonly databaseUrl: string | null;
  /** The same without a pooler, where the first leads through one; null if it does not. */
  readonly directDatabaseUrl: string | null;
  readonly databasePort: number;
  /** Whether the second embedded server, for users' databases, runs. */
  readonly userDatabase: boolean;
  readonly userDatabasePort: number;
  readonly host: string;
  readonly apiPort: number;
  readonly webPort: number;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly bootstrapToken: string | null;
  readonly setupCode: string | null;
  readonly encryptionKeys: string | null;
}

/**
 * Reads and checks the variables. An empty one counts as not set, as `.env` files have them.
 *
 * @throws StartError naming the variable and what is wrong with it, never its value where that is a secret.
 */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const text = (name: string): string | null => env[name]?.trim() || null;
  const configuration: Configuration = {
    databaseUrl: text("DATABASE_URL"),
    directDatabaseUrl: text("PRAGMA_DIRECT_DATABASE_URL"),
    databasePort: port("PRAGMA_DATABASE_PORT", text("PRAGMA_DATABASE_PORT"), 54320),
    userDatabase: onOff("PRAGMA_USER_DATABASE", text("PRAGMA_USER_DATABASE")),
    userDatabasePort: port("PRAGMA_USER_DATABASE_PORT", text("PRAGMA_USER_DATABASE_PORT"), 54321),
    host: text("PRAGMA_HOST") ?? "127.0.0.1",
    apiPort: port("PRAGMA_API_PORT", text("PRAGMA_API_PORT"), 8000),
    webPort: port("PRAGMA_WEB_PORT", text("PRAGMA_WEB_PORT"), 3000),
    adminEmail: text("PRAGMA_ADMIN_EMAIL"),
    adminPassword: text("PRAGMA_ADMIN_PASSWORD"),
    bootstrapToken: text("PRAGMA_BOOTSTRAP_TOKEN"),
    setupCode: text("PRAGMA_SETUP_CODE"),
    encryptionKeys: text("PRAGMA_ENCRYPTION_KEYS"),
  };
  checkUrl("DATABASE_URL", configuration.databaseUrl);
  checkUrl("PRAGMA_DIRECT_DATABASE_URL", configuration.directDatabaseUrl);
  if (configuration.directDatabaseUrl !== null && configuration.databaseUrl === null) {
    throw new StartError("PRAGMA_DIRECT_DATABASE_URL leads past the pooler of DATABASE_URL: set that one too.");
  }
  checkKeys(configuration.encryptionKeys);
  if ((configuration.adminEmail === null) !== (configuration.adminPassword === null)) {
    throw new StartError("PRAGMA_ADMIN_EMAIL and PRAGMA_ADMIN_PASSWORD go together: set both or neither.");
  }
  return configuration;
}

function port(name: string, value: string | null, fallback: number): number {
  if (value === null) return fallback;
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 65_535) throw new StartError(`${name} must be a port from 1 to 65535, not "${value}".`);
  return number;
}

function onOff(name: string, value: string | null): boolean {
  if (value === null || value === "on") return true;
  if (value === "off") return false;
  throw new StartError(`${name} must be "on" or "off", not "${value}".`);
}

function checkUrl(name: string, url: string | null): void {
  if (url === null) return;
  const protocol = URL.canParse(url) ? new URL(url).protocol : null;
  if (protocol !== "postgresql:" && protocol !== "postgres:") {
    throw new StartError(`${name} must look like postgresql://user:password@host:5432/database.`);
  }
}

function checkKeys(keys: string | null): void {
  if (keys === null) return;
  for (const [index, key] of keys.split(",").entries()) {
    if (isKey(key.trim())) continue;
    throw new StartError(
      `PRAGMA_ENCRYPTION_KEYS: key ${index + 1} is not 32 bytes in base64 (make one with: openssl rand -base64 32).`,
    );
  }
}

/** 32 bytes in hex, base64 or base64url. */
function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
}
