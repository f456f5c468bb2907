import type { KnownType } from "../../foundation/types/index.ts";
import { config } from "./config/config.ts";
import type { BuiltIn } from "./definition/built-in.ts";
import { file } from "./file/file.ts";
import { secret } from "./secret/secret.ts";

/** All types of the provider `pragma`, by name. */
const BUILT_INS: readonly BuiltIn[] = [config, file, secret];

const byName: ReadonlyMap<string, BuiltIn> = new Map(
  BUILT_INS.map((builtIn) => [`${builtIn.type.provider}/${builtIn.type.resource}`, builtIn]),
);

/** The types of the provider `pragma`, by name. */
export const BUILT_IN_TYPES: readonly KnownType[] = BUILT_INS.map(({ type }) => type);

/** The built-in type of that name, or undefined if it comes from a provider. */
export function findBuiltIn(provider: string, resource: string): BuiltIn | undefined {
  return byName.get(`${provider}/${resource}`);
}

/** Whether `${…}` in configs of a type is a reference: only a built-in type can opt out. */
export function hasStringReferences(provider: string, resource: string): boolean {
  return findBuiltIn(provider, resource)?.type.stringReferences ?? true;
}
