import { PragmaError } from "../client/errors/index.ts";
import type { PragmaOptions } from "../client/options.ts";
import { Pragma } from "../client/pragma.ts";
import type { ResourceTypes } from "../client/types/registry.ts";
import { type LoadOptions, loadConfig } from "./load-config.ts";

export type CreatePragmaOptions = Omit<LoadOptions, "token"> & Partial<PragmaOptions>;

/**
 * A client configured by `loadConfig`.
 *
 * @throws PragmaError if there is no token, or `loadConfig` throws
 */
export async function createPragma<Types = ResourceTypes>(options: CreatePragmaOptions = {}): Promise<Pragma<Types>> {
  const { context, env, directory, token, ...rest } = options;
  const given = typeof token === "string" ? token : undefined;
  const found = await loadConfig({ context, env, directory, apiUrl: rest.apiUrl, token: given });
  const chosen = token ?? found.token;
  if (chosen === null) {
    const where = found.context === null ? "" : `, or log in to ${found.context}`;
    throw new PragmaError(`There is no token for ${found.apiUrl}: set PRAGMA_AUTH_TOKEN${where}`);
  }
  return new Pragma<Types>({ ...rest, apiUrl: found.apiUrl, token: chosen });
}
