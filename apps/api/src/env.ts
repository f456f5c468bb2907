import {
  attemptsSetting,
  baseUrlSetting,
  databaseUrlSetting,
  drainSeconds,
  drainSetting,
  parseEnvironment,
  portSetting,
  requiredSetting,
} from "@pragma/core/environment";
import { quotasOf, quotaVariables } from "@pragma/core/quota-settings";
import { DEFAULT_SETTINGS, type Settings } from "@pragma/core/settings";
import { z } from "zod";
import { type ApiSettings, DEFAULT_API_SETTINGS } from "./settings.ts";

/** The only reader of `process.env`. */

const bytes = z.coerce.number().int().min(1024);

/** Comma-separated origins, as browsers send them: no path, no trailing slash, no wildcard. */
const originsSetting = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  )
  .pipe(z.array(z.string().refine(isOrigin, "must be origins such as https://console.example, separated by commas")));

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}

const schema = z.object({
  ...quotaVariables,
  DATABASE_URL: databaseUrlSetting,
  // Past a pooler, for what needs a session of its own.
  PRAGMA_DIRECT_DATABASE_URL: databaseUrlSetting.optional(),
  // A physical standby, for lists and read models.
  PRAGMA_READ_DATABASE_URL: databaseUrlSetting.optional(),
  PRAGMA_API_HOST: z.string().default("127.0.0.1"),
  PRAGMA_API_PORT: portSetting.default(8000),
  PRAGMA_PUBLIC_API_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicApiUrl),
  PRAGMA_PUBLIC_WEB_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicWebUrl),
  PRAGMA_DRAIN_SECONDS: drainSetting,
  PRAGMA_METRICS_HOST: z.string().default("127.0.0.1"),
  PRAGMA_API_METRICS_PORT: portSetting.optional(),
  PRAGMA_METRICS_TOKEN: z.string().optional(),
  PRAGMA_ENCRYPTION_KEYS: requiredSetting,
  PRAGMA_RATE_LIMIT: z.coerce.number().int().min(1).default(DEFAULT_SETTINGS.rateLimit),
  PRAGMA_API_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(20),
  // Whether these three make an account is decided where it is created.
  PRAGMA_ADMIN_EMAIL: z.string().optional(),
  PRAGMA_ADMIN_PASSWORD: z.string().optional(),
  PRAGMA_BOOTSTRAP_TOKEN: z.string().optional(),
  PRAGMA_MAX_BODY_BYTES: bytes.default(DEFAULT_API_SETTINGS.maxBodyBytes),
  PRAGMA_REQUEST_MEMORY_BYTES: bytes.default(DEFAULT_API_SETTINGS.requestMemoryBytes),
  PRAGMA_REQUEST_DISK_BYTES: bytes.default(DEFAULT_API_SETTINGS.requestDiskBytes),
  PRAGMA_CORS_ORIGINS: originsSetting.default([]),
  PRAGMA_MAX_FILE_BYTES: bytes.default(DEFAULT_SETTINGS.maxFileBytes),
  // Of the workers: what is told of an attempt counts up to it.
  PRAGMA_MAX_ATTEMPTS: attemptsSetting.default(DEFAULT_SETTINGS.maxAttempts),
  PRAGMA_MAX_GRAPH_NODES: z.coerce.number().int().min(1).default(DEFAULT_SETTINGS.maxGraphNodes),
  PRAGMA_MAX_ARCHIVE_BYTES: bytes.default(DEFAULT_SETTINGS.maxArchiveBytes),
  PRAGMA_MAX_UNPACKED_BYTES: bytes.default(DEFAULT_SETTINGS.maxUnpackedBytes),
  PRAGMA_MAX_ARCHIVE_FILES: z.coerce.number().int().min(2).default(DEFAULT_SETTINGS.maxArchiveFiles),
});

export type Env = {
  databaseUrl: string;
  directDatabaseUrl: string;
  /** URL of a read replica; none if undefined. */
  readDatabaseUrl: string | undefined;
  host: string;
  port: number;
  /** Where metrics are served; nowhere if undefined. */
  metrics: { host: string; port: number; token: string | undefined } | undefined;
  /** How long it goes on serving when it is told to end. */
  drainSeconds: number;
  encryptionKeys: string;
  connections: number;
  admin: { email: string | undefined; password: string | undefined; token: string | undefined };
  settings: Settings;
  apiSettings: ApiSettings;
};

/**
 * The environment, checked.
 * @throws Error with one line per problem, for the operator to read
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const env = parseEnvironment(schema, source);
  return {
    databaseUrl: env.DATABASE_URL,
    directDatabaseUrl: env.PRAGMA_DIRECT_DATABASE_URL ?? env.DATABASE_URL,
    readDatabaseUrl: env.PRAGMA_READ_DATABASE_URL,
    host: env.PRAGMA_API_HOST,
    port: env.PRAGMA_API_PORT,
    metrics:
      env.PRAGMA_API_METRICS_PORT === undefined
        ? undefined
        : {
            host: env.PRAGMA_METRICS_HOST,
            port: env.PRAGMA_API_METRICS_PORT,
            token: env.PRAGMA_METRICS_TOKEN || undefined,
          },
    drainSeconds: drainSeconds(env.PRAGMA_DRAIN_SECONDS, env.PRAGMA_PUBLIC_API_URL),
    encryptionKeys: env.PRAGMA_ENCRYPTION_KEYS,
    connections: env.PRAGMA_API_CONNECTIONS,
    admin: {
      email: env.PRAGMA_ADMIN_EMAIL,
      password: env.PRAGMA_ADMIN_PASSWORD,
      token: env.PRAGMA_BOOTSTRAP_TOKEN,
    },
    settings: {
      ...DEFAULT_SETTINGS,
      quotas: quotasOf(env),
      publicApiUrl: env.PRAGMA_PUBLIC_API_URL,
      publicWebUrl: env.PRAGMA_PUBLIC_WEB_URL,
      rateLimit: env.PRAGMA_RATE_LIMIT,
      maxFileBytes: env.PRAGMA_MAX_FILE_BYTES,
      maxAttempts: env.PRAGMA_MAX_ATTEMPTS,
      maxGraphNodes: env.PRAGMA_MAX_GRAPH_NODES,
      maxArchiveBytes: env.PRAGMA_MAX_ARCHIVE_BYTES,
      maxUnpackedBytes: env.PRAGMA_MAX_UNPACKED_BYTES,
      maxArchiveFiles: env.PRAGMA_MAX_ARCHIVE_FILES,
    },
    apiSettings: {
      ...DEFAULT_API_SETTINGS,
      maxBodyBytes: env.PRAGMA_MAX_BODY_BYTES,
      requestMemoryBytes: env.PRAGMA_REQUEST_MEMORY_BYTES,
      requestDiskBytes: env.PRAGMA_REQUEST_DISK_BYTES,
      corsOrigins: env.PRAGMA_CORS_ORIGINS,
    },
  };
}
