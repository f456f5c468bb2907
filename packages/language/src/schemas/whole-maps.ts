import type { JsonObject } from "../json/json.ts";
import { formatPath } from "../json/path.ts";
import { isSchema, isSchemaObject, type Schema, schemaEntries, schemaList } from "./json-schema.ts";
import { inPlace } from "./places.ts";
import { describedDocument } from "./schema-document.ts";

/** Schemas that are looked at, and places that are named: a schema comes from outside. */
const MAX_LOOKS = 20_000;
const MAX_FOUND = 20;

/**
 * Places of maps that are marked as sensitive themselves, such as `config.env` or `config.services.*.env`, where `*` is any key and
 * `[]` any element. Such a map is one mask: people see no key of it, and cannot change one value alone. An object with fixed keys is
 * no map, nor is a value that may also be something else.
 *
 * @param root what stands for the value in the places, such as `config`
 */
export function wholeMaps(schema: Schema, root: string): string[] {
  const document = describedDocument(schema);
  const seen = new Set<JsonObject>();
  const found: string[] = [];
  let looks = 0;
  const walk = (schemas: readonly Schema[], place: string): void => {
    if (looks > MAX_LOOKS || found.length >= MAX_FOUND) return;
    const applied = [...inPlace(document, schemas, MAX_LOOKS)];
    looks += applied.length + 1;
    if (applied.some(({ sensitive }) => sensitive === true)) {
      if (isMap(applied)) found.push(place);
      return;
    }
    for (const part of applied) {
      // One that contains itself is described once.
      if (seen.has(part)) continue;
      seen.add(part);
      for (const [step, below] of partsOf(part))
        walk([below], step.startsWith("[") ? place + step : `${place}.${step}`);
    }
  };
  walk([schema], root);
  return found;
}

function partsOf(schema: JsonObject): [string, Schema][] {
  const others = [schema.additionalProperties, schema.unevaluatedProperties].filter(isSchema);
  const patterned = schemaEntries(schema.patternProperties).map(([, part]) => part);
  const items = [...schemaList(schema.prefixItems), ...[schema.items, schema.unevaluatedItems].filter(isSchema)];
  return [
    ...schemaEntries(schema.properties).map(([key, part]): [string, Schema] => [formatPath([key]), part]),
    ...[...patterned, ...others].map((part): [string, Schema] => ["*", part]),
    ...items.map((part): [string, Schema] => ["[]", part]),
  ];
}

/** Whether schemas of one value allow an object, whose keys they leave open, and besides at most null. */
function isMap(applied: readonly JsonObject[]): boolean {
  const types = new Set(applied.flatMap(({ type }) => type ?? []));
  types.delete("null");
  const hasFixedKeys = applied.some(({ properties }) => schemaEntries(properties).length > 0);
  // A key that is secret can only be hidden with all of the map.
  const hasSecretKeys = applied.some(
    ({ propertyNames }) => isSchemaObject(propertyNames) && propertyNames.sensitive === true,
  );
  const isOpen = applied.some(
    ({ type, additionalProperties }) => [type].flat().includes("object") && additionalProperties !== false,
  );
  return types.size === 1 && isOpen && !hasFixedKeys && !hasSecretKeys;
}
