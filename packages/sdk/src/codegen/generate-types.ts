import { Names } from "./names.ts";
import { comment, type JsonSchema, SchemaWriter } from "./schema-to-type.ts";

/** The part of a type that is read, as `pragma.resources.types()` returns it. */
export interface DescribedType {
  provider: string;
  resource: string;
  schema: object;
  outputs_schema: object;
  description?: string | null;
}

export interface GenerateOptions {
  /** The module whose `ResourceTypes` is added to; `@pragma/sdk` by default. */
  module?: string | undefined;
}

const HEADER = "// Generated from the types of the deployed providers: do not edit.";

/**
 * TypeScript declarations that teach clients these types: write them to a file that your project compiles. Equal types
 * give equal text, whatever their order. The built-in types of `pragma` are already known, and left out.
 *
 * @example await writeFile("pragma-types.ts", generateTypes(await pragma.resources.types().toArray()));
 */
export function generateTypes(
  types: Iterable<DescribedType>,
  { module = "@pragma/sdk" }: GenerateOptions = {},
): string {
  const names = new Names();
  const declarations: string[] = [];
  const entries: string[] = [];
  const wanted = [...types].filter(({ provider }) => provider !== "pragma");
  for (const type of wanted.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const config = names.take(`${keyOf(type)}/config`);
    const outputs = names.take(`${keyOf(type)}/outputs`);
    declarations.push(...new SchemaWriter(type.schema as JsonSchema, config, names).declarations());
    declarations.push(...new SchemaWriter(type.outputs_schema as JsonSchema, outputs, names).declarations());
    entries.push(
      `${comment(type, "    ")}    ${JSON.stringify(keyOf(type))}: { config: ${config}; outputs: ${outputs} };`,
    );
  }
  const name = JSON.stringify(module);
  const augmented = `declare module ${name} {\n  interface ResourceTypes {\n${entries.join("\n")}\n  }\n}`;
  return `${[HEADER, `import type {} from ${name};`, augmented, ...declarations].join("\n\n")}\n`;
}

function keyOf({ provider, resource }: DescribedType): string {
  return `${provider}/${resource}`;
}
