import { parseKey } from "@pragma/contract";

/** A choice of a connection, as a select has it. */
export interface ConnectionChoice {
  value: string;
  label: string;
}

/** The choice of no word about it, which a new resource may have. */
const UNSAID = "";
/** The choice of none. No key is like it. */
const NONE = "none";

/** The value of the choice that stands for what a manifest says of its connection. */
export function choiceOf(connection: string | null | undefined, isNew: boolean): string {
  // A document of a resource that exists clears what it leaves out.
  if (connection === undefined) return isNew ? UNSAID : NONE;
  return connection ?? NONE;
}

/** What a manifest says after a choice: a connection of its own provider by name, another by key, null for none. */
export function connectionAfter(choice: string, provider: string): string | null | undefined {
  if (choice === UNSAID) return undefined;
  return choice === NONE ? null : labelOf(choice, provider);
}

/**
 * The choices of a connection.
 * @param keys of the provider's connections
 * @param connection the manifest's own, which may be another
 */
export function connectionChoices(
  keys: readonly string[],
  { provider, connection, isNew }: { provider: string; connection: string | null | undefined; isNew: boolean },
): ConnectionChoice[] {
  const others =
    connection && !keys.includes(connection) ? [{ value: connection, label: `${connection} (missing)` }] : [];
  return [
    ...(isNew ? [{ value: UNSAID, label: "Default" }] : []),
    { value: NONE, label: "None" },
    ...keys.map((key) => ({ value: key, label: labelOf(key, provider) })),
    ...others,
  ];
}

function labelOf(key: string, provider: string): string {
  const ref = parseKey(key);
  return ref?.provider === provider ? ref.name : key;
}
