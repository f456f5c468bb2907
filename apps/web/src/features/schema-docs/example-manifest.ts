import type { Json, JsonObject } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { writeYaml } from "@pragma/manifest";
import { propertiesInOrder } from "~/lib/schema-parts.ts";
import { exampleValue } from "./example-value.ts";
import { SchemaReader } from "./schema-reader.ts";

const NAME = "example";

export interface DescribedType {
  readonly provider: string;
  readonly resource: string;
  readonly schema: JsonObject;
}

/**
 * A manifest of a type to start from: what is required with a value each, the rest as comments with its default. A
 * sensitive string is a reference to a secret, since nobody should write it into a manifest.
 *
 * @returns YAML
 */
export function exampleManifest({ provider, resource, schema }: DescribedType): string {
  const head = writeYaml({ provider, resource, name: NAME });
  const body = configOf({ provider, resource, schema });
  return body === "" ? `${head}config: {}\n` : `${head}config:\n${indent(body, "  ")}`;
}

function configOf({ provider, schema }: DescribedType): string {
  const reader = new SchemaReader(schema);
  const root = reader.flatten(schema);
  const needed: string[] = [];
  const optional: string[] = [];
  for (const { key, schema: part, required } of propertiesInOrder(root)) {
    if (required) needed.push(entry(key, fieldValue(provider, key, part, reader)));
    else optional.push(indent(entry(key, fieldValue(provider, key, part, reader)), "# "));
  }
  // With nothing but comments below it the config would be null.
  if (needed.length === 0 && optional.length > 0) return `${optional.join("")}{}\n`;
  return [...needed, ...optional].join("");
}

function fieldValue(provider: string, name: string, schema: Schema, reader: SchemaReader): Json {
  const whole = reader.flatten(schema);
  const isText = [whole["type"] ?? []].flat().includes("string");
  if (reader.marksOf(schema).sensitive && isText) return `\${pragma/secret/${provider}.outputs.${name}}`;
  if (provider === "pragma" && name === "data") return { key: "value" };
  return exampleValue(name, schema, reader);
}

function entry(name: string, value: Json): string {
  return writeYaml({ [name]: value });
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `${by}${line}`))
    .join("\n");
}
