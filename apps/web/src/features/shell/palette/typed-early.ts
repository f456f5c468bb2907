type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** The text typed before there was an input for it. */
export interface TypedEarly {
  text: string;
  /** Enter was pressed after it. */
  isEntered: boolean;
}

export const NOTHING_TYPED: TypedEarly = { text: "", isEntered: false };

/** @returns what was typed with one more key; null if that is not part of it */
export function withKey(typed: TypedEarly, { key, ctrlKey, metaKey, altKey }: Key): TypedEarly | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (typed.isEntered) return typed;
  const { text } = typed;
  if (key === "Enter") return { text, isEntered: true };
  if (key === "Backspace") return { text: text.slice(0, -1), isEntered: false };
  return [...key].length === 1 ? { text: text + key, isEntered: false } : null;
}
