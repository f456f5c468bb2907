import type { ResourceRef } from "@pragma/sdk";
import type { ArgumentSpec } from "../framework/command.ts";

/** `provider/resource/name`. */
export function friendlyId({ provider, resource, name }: ResourceRef): string {
  return `${provider}/${resource}/${name}`;
}

/** The argument that names a resource. */
export const RESOURCE_ARGUMENT = {
  value: "resource",
  description: "provider/type/name, such as postgres/database/main, or its id",
  complete: "resource",
} as const satisfies ArgumentSpec;
