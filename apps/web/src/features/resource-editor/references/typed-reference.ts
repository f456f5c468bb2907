import { parseKey } from "@pragma/language";
import { type Reference, readReference } from "./reference.ts";

/** What somebody typed in full, with or without `${}`; null for anything else. A key alone is the whole resource. */
export function typedReference(text: string): Reference | null {
  const inner = text.trim().replace(/^\$\{|\}$/g, "");
  if (parseKey(inner) !== null && !/\.(?:outputs|config)(?:\.|$)/.test(inner)) return { key: inner, field: null };
  return readReference(`\${${inner}}`);
}
