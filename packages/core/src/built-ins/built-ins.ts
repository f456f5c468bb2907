import type { KnownType } from "../types/index.ts";
import { config } from "./config/config.ts";
import type { BuiltIn } from "./definition/built-in.ts";
import { file } from "./file/file.ts";
import { secret } from "./secret/secret.ts";

/** All of the provider `pragma`, in the order of their names. */
const BUILT_INS: readonly BuiltIn[] = [config, file, secret];

const byName: ReadonlyMap<string, BuiltIn> = new Map(
  BUILT_INS.map((builtIn) => [`${builtIn.type.provider}/${builtIn.type.resource}`, builtIn]),
);

/** The types of the provider `pragma`, in the order of their names. */
export const BUILT_IN_TYPES: readonly KnownType[] = BUILT_INS.map(({ type }) => type);

/** The built-in type of a name, or undefined if it comes from a provider. */
export function findBuiltIn(provider: string, resource: string): BuiltIn | undefined {
  return byName.get(`${provider}/${resource}`);
}

/** Whether `${…}` in configs of a type are references: only a built-in one can have it otherwise. */
export function hasStringReferences(provider: string, resource: string): boolean {
  return findBuiltIn(provider, resource)?.type.stringReferences ?? true;
}
