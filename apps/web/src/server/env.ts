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
import { DEFAULT_REQUEST_MEMORY_BYTES } from "@pragma/core/limits/ledgers";
import { quotasOf, quotaVariables } from "@pragma/core/quota-settings";
import { DEFAULT_SETTINGS, type Settings } from "@pragma/core/settings";
import { z } from "zod";

/** The only reader of `process.env` in this app, except for what Next reads itself. */

const schema = z.object({
  ...quotaVariables,
  DATABASE_URL: databaseUrlSetting,
  // Past a pooler, for what needs a session of its own.
  PRAGMA_DIRECT_DATABASE_URL: databaseUrlSetting.optional(),
  // A physical standby, for lists and read models.
  PRAGMA_READ_DATABASE_URL: databaseUrlSetting.optional(),
  PRAGMA_WEB_HOST: z.string().default("127.0.0.1"),
  PRAGMA_WEB_PORT: portSetting.default(3000),
  PRAGMA_DRAIN_SECONDS: drainSetting,
  PRAGMA_PUBLIC_API_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicApiUrl),
  PRAGMA_PUBLIC_WEB_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicWebUrl),
  PRAGMA_ENCRYPTION_KEYS: requiredSetting,
  PRAGMA_RATE_LIMIT: z.coerce.number().int().min(1).default(DEFAULT_SETTINGS.rateLimit),
  // Of the workers: what is told of an attempt counts up to it.
  PRAGMA_MAX_ATTEMPTS: attemptsSetting.default(DEFAULT_SETTINGS.maxAttempts),
  PRAGMA_MAX_GRAPH_NODES: z.coerce.number().int().min(1).default(DEFAULT_SETTINGS.maxGraphNodes),
  PRAGMA_MAX_FILE_BYTES: z.coerce.number().int().min(1024).default(DEFAULT_SETTINGS.maxFileBytes),
  PRAGMA_REQUEST_MEMORY_BYTES: z.coerce.number().int().min(1024).default(DEFAULT_REQUEST_MEMORY_BYTES),
  PRAGMA_WEB_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  // It signs and encrypts the cookie, so all replicas share it.
  PRAGMA_AUTH_SECRET: requiredSetting.min(32, "must have at least 32 characters"),
  PRAGMA_SETUP_CODE: z.string().optional(),
  // The number of proxies in front: the client's address is that many entries from the end of X-Forwarded-For.
  PRAGMA_WEB_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  PRAGMA_ORGANIZATION_CREATION: z
    .enum(["operator", "anyone"], { error: "must be operator or anyone" })
    .default(DEFAULT_SETTINGS.organizationCreation),
  PRAGMA_SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp or smtps URL" }).optional(),
  PRAGMA_SMTP_FROM: z.string().optional(),
  PRAGMA_OIDC_ISSUER: z.url().optional(),
  PRAGMA_OIDC_CLIENT_ID: z.string().optional(),
  PRAGMA_OIDC_CLIENT_SECRET: z.string().optional(),
  PRAGMA_OIDC_NAME: z.string().default("single sign-on"),
  // A GitHub Enterprise server instead of github.com.
  PRAGMA_GITHUB_URL: baseUrlSetting.optional(),
  PRAGMA_GITHUB_CLIENT_ID: z.string().optional(),
  PRAGMA_GITHUB_CLIENT_SECRET: z.string().optional(),
  PRAGMA_GOOGLE_CLIENT_ID: z.string().optional(),
  PRAGMA_GOOGLE_CLIENT_SECRET: z.string().optional(),
});

/** A client registered at an identity provider. */
export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

export interface GitHubClient extends OAuthClient {
  /** URL of a GitHub Enterprise server; by default github.com. */
  url?: string | undefined;
}

export interface WebEnv {
  databaseUrl: string;
  directDatabaseUrl: string;
  /** URL of a read replica; none if undefined. */
  readDatabaseUrl: string | undefined;
  host: string;
  port: number;
  /** How long it goes on serving when it is told to end. */
  drainSeconds: number;
  encryptionKeys: string;
  connections: number;
  authSecret: string;
  setupCode: string | undefined;
  proxies: number;
  /** Memory for the bodies of requests that are in hand at once. */
  requestMemoryBytes: number;
  settings: Settings;
  /** The mail server, and the sender. */
  smtp: { url: string; from: string } | undefined;
  oauth: {
    oidc: (OAuthClient & { issuer: string; name: string }) | undefined;
    github: GitHubClient | undefined;
    google: OAuthClient | undefined;
  };
}

/**
 * The environment, checked.
 * @throws Error with one line per problem, for the operator to read
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): WebEnv {
  const env = parseEnvironment(schema, source);
  const oidc = client(env.PRAGMA_OIDC_CLIENT_ID, env.PRAGMA_OIDC_CLIENT_SECRET, "PRAGMA_OIDC");
  if ((oidc === undefined) !== (env.PRAGMA_OIDC_ISSUER === undefined)) {
    throw new Error("PRAGMA_OIDC_ISSUER, PRAGMA_OIDC_CLIENT_ID and PRAGMA_OIDC_CLIENT_SECRET go together");
  }
  const github = client(env.PRAGMA_GITHUB_CLIENT_ID, env.PRAGMA_GITHUB_CLIENT_SECRET, "PRAGMA_GITHUB");
  return {
    databaseUrl: env.DATABASE_URL,
    directDatabaseUrl: env.PRAGMA_DIRECT_DATABASE_URL ?? env.DATABASE_URL,
    readDatabaseUrl: env.PRAGMA_READ_DATABASE_URL,
    host: env.PRAGMA_WEB_HOST,
    port: env.PRAGMA_WEB_PORT,
    drainSeconds: drainSeconds(env.PRAGMA_DRAIN_SECONDS, env.PRAGMA_PUBLIC_WEB_URL),
    encryptionKeys: env.PRAGMA_ENCRYPTION_KEYS,
    connections: env.PRAGMA_WEB_CONNECTIONS,
    authSecret: env.PRAGMA_AUTH_SECRET,
    setupCode: env.PRAGMA_SETUP_CODE,
    proxies: env.PRAGMA_WEB_PROXIES,
    requestMemoryBytes: env.PRAGMA_REQUEST_MEMORY_BYTES,
    settings: {
      ...DEFAULT_SETTINGS,
      quotas: quotasOf(env),
      publicApiUrl: env.PRAGMA_PUBLIC_API_URL,
      publicWebUrl: env.PRAGMA_PUBLIC_WEB_URL,
      maxAttempts: env.PRAGMA_MAX_ATTEMPTS,
      maxGraphNodes: env.PRAGMA_MAX_GRAPH_NODES,
      maxFileBytes: env.PRAGMA_MAX_FILE_BYTES,
      rateLimit: env.PRAGMA_RATE_LIMIT,
      organizationCreation: env.PRAGMA_ORGANIZATION_CREATION,
    },
    smtp:
      env.PRAGMA_SMTP_URL === undefined
        ? undefined
        : { url: env.PRAGMA_SMTP_URL, from: env.PRAGMA_SMTP_FROM ?? senderAt(env.PRAGMA_PUBLIC_WEB_URL) },
    oauth: {
      oidc: oidc && { ...oidc, issuer: env.PRAGMA_OIDC_ISSUER as string, name: env.PRAGMA_OIDC_NAME },
      github: github && { ...github, url: env.PRAGMA_GITHUB_URL },
      google: client(env.PRAGMA_GOOGLE_CLIENT_ID, env.PRAGMA_GOOGLE_CLIENT_SECRET, "PRAGMA_GOOGLE"),
    },
  };
}

function senderAt(webUrl: string): string {
  return `Pragma <pragma@${new URL(webUrl).hostname}>`;
}

function client(clientId: string | undefined, clientSecret: string | undefined, name: string): OAuthClient | undefined {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId === undefined && clientSecret === undefined) return undefined;
  throw new Error(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET go together`);
}
