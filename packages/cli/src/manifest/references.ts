import type { ResourceRef } from "@pragma/sdk";

/** Only what is surely a reference: what the API takes as text must not keep an order or hide a value from the check. */
const IN_TEXT =
  /(?<!\$)\$\{([a-z0-9][a-z0-9-]*)\/([a-z0-9_/-]+)\/([A-Za-z0-9][A-Za-z0-9._-]*?)\.(?:outputs|config)\.[^/{}]+\}/g;

/** What somebody meant as one and the API takes as text: `.output.` in place of `.outputs.`, or nothing of that. */
const ALMOST = /(?<!\$)\$\{[a-z0-9][a-z0-9-]*\/[a-z0-9_/-]+\/[A-Za-z0-9][^/{}]*\}/g;

/** Where a config has texts that are almost references. */
export function almostReferences({ provider, resource, config }: ResourceRef & { config: unknown }): Path[] {
  if (provider === "pragma" && resource === "secret") return [];
  return textsIn(config, []).flatMap(({ text, path }) => {
    const left = text.replaceAll(IN_TEXT, "");
    return left.search(ALMOST) === -1 ? [] : [path];
  });
}

function textsIn(value: unknown, path: Path): { text: string; path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

type Path = readonly (string | number)[];

/** A reference in a config, and where it is. */
export interface FoundReference {
  path: readonly (string | number)[];
  target: ResourceRef;
}

/** All references in the config of a resource. In the data of secrets texts are literal. */
export function referencesOf({ provider, resource, config }: ResourceRef & { config: unknown }): FoundReference[] {
  return findReferences(config, provider !== "pragma" || resource !== "secret", []);
}

function findReferences(value: unknown, texts: boolean, path: readonly (string | number)[]): FoundReference[] {
  if (typeof value === "string") {
    if (!texts) return [];
    return [...value.matchAll(IN_TEXT)].map(([, provider = "", resource = "", name = ""]) => {
      return { path, target: { provider, resource, name } };
    });
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findReferences(item, texts, [...path, index]));
  const target = asReference(value as Record<string, unknown>);
  if (target !== null) return [{ path, target }];
  return Object.entries(value).flatMap(([key, item]) => findReferences(item, texts, [...path, key]));
}

function asReference(object: Record<string, unknown>): ResourceRef | null {
  const { provider, resource, name, field, __dependency__: whole } = object;
  const form = typeof field === "string" || whole === true;
  if (!form || Object.keys(object).length !== 4) return null;
  if (typeof provider !== "string" || typeof resource !== "string" || typeof name !== "string") return null;
  return { provider, resource, name };
}
