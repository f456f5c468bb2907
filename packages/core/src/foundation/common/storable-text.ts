/** The text in a form that PostgreSQL can store: its text holds no NUL, and UTF-8 no lone surrogate. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}

/** JSON text that jsonb accepts: strings and keys are fixed as by {@link storableText}. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "string") return storableText(item);
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    const keys = Object.keys(item);
    if (keys.every((key) => storableText(key) === key)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [storableText(key), member]));
  });
}
