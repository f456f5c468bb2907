import type { ArgumentSpec } from "../framework/command.ts";

/** A name of three parts, an id, or either in the form that stands in addresses. */
const ID = /^resource(:|%3A)|^[^/]+\/.+\/[^/]+$|%2F/i;

/** The argument that names a resource. */
export const RESOURCE_ARGUMENT = {
  value: "resource",
  description: "provider/type/name, such as postgres/database/main, or its id",
  complete: "resource",
  fits: (text: string) => ID.test(text),
} as const satisfies ArgumentSpec;
