import type { PragmaError } from "../client/errors/index.ts";
import { ConfigStore, type Contexts, configDirectory, unknownContext } from "./config-store.ts";

/** The default address of an installation. */
export const DEFAULT_API_URL = "http://localhost:8000";

export interface LoadOptions {
  apiUrl?: string | undefined;
  token?: string | undefined;
  /** The context to use instead of the current one. */
  context?: string | undefined;
  /** Instead of `process.env`. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Instead of `configDirectory(env)`. */
  directory?: string | undefined;
}

/** The settings of a client, and where each was found. */
export interface LoadedConfig {
  apiUrl: string;
  /** The dashboard, for logins; null if it is not known. */
  authUrl: string | null;
  token: string | null;
  /** The requested context, known or not; null if none was. */
  context: string | null;
  sources: {
    apiUrl: "explicit" | "environment" | "context" | "default";
    token: "explicit" | "environment" | "credentials" | null;
  };
}

/**
 * Finds API and token. The token: explicit; `PRAGMA_AUTH_TOKEN_<CONTEXT>`; `PRAGMA_AUTH_TOKEN`; the context's line in
 * `credentials`. The API: explicit; `PRAGMA_API_URL`; the context's `api_url`; `http://localhost:8000`.
 *
 * @throws PragmaError if the requested context is unknown and nothing else gives the API's address, or a file is
 * invalid
 */
export async function loadConfig(options: LoadOptions = {}): Promise<LoadedConfig> {
  const { env = process.env } = options;
  const store = new ConfigStore(options.directory ?? configDirectory(env));
  const known = await store.contexts();
  const context = options.context ?? known.current;
  const [apiUrl, apiSource] = findApi(options, env, known, context);
  const [token, tokenSource] = await findToken(options, env, store, context);
  return {
    apiUrl,
    authUrl: contextOf(known, context)?.authUrl ?? null,
    token,
    context,
    sources: { apiUrl: apiSource, token: tokenSource },
  };
}

/** The variable that holds the token of a context: `my-team` has `PRAGMA_AUTH_TOKEN_MY_TEAM`. */
export function tokenVariable(context: string): string {
  return `PRAGMA_AUTH_TOKEN_${context.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

function findApi(
  { apiUrl }: LoadOptions,
  { PRAGMA_API_URL }: NodeJS.ProcessEnv,
  known: Contexts,
  context: string | null,
): [string, LoadedConfig["sources"]["apiUrl"]] {
  if (apiUrl) return [apiUrl, "explicit"];
  if (PRAGMA_API_URL) return [PRAGMA_API_URL, "environment"];
  if (context === null) return [DEFAULT_API_URL, "default"];
  const found = contextOf(known, context);
  if (found === undefined) throw unknownContext(context, Object.keys(known.contexts)) satisfies PragmaError;
  return [found.apiUrl, "context"];
}

async function findToken(
  { token }: LoadOptions,
  env: NodeJS.ProcessEnv,
  store: ConfigStore,
  context: string | null,
): Promise<[string | null, LoadedConfig["sources"]["token"]]> {
  if (token) return [token, "explicit"];
  const told = (context === null ? undefined : env[tokenVariable(context)]) || env["PRAGMA_AUTH_TOKEN"];
  if (told) return [told, "environment"];
  const kept = context === null ? null : await store.token(context);
  return kept === null ? [null, null] : [kept, "credentials"];
}

function contextOf({ contexts }: Contexts, name: string | null) {
  return name !== null && Object.hasOwn(contexts, name) ? contexts[name] : undefined;
}
