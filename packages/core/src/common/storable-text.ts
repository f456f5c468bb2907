/** The text as PostgreSQL can hold it: NUL fits in no text of it, and a lone surrogate in no UTF-8. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}

/** JSON text that jsonb takes: strings and keys fixed as by {@link storableText}. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "string") return storableText(item);
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    const keys = Object.keys(item);
    if (keys.every((key) => storableText(key) === key)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [storableText(key), member]));
  });
}
